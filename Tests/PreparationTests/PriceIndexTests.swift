import Preparation
import Testing
