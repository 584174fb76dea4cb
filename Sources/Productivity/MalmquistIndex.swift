import Frontier
