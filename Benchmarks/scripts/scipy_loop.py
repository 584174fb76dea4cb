"""Input-oriented radial scores by a loop over scipy.optimize.linprog (HiGHS).

python3 scipy_loop.py DATA.csv INPUT_COUNT OUTPUT_COUNT crs|vrs SCORES.csv
"""

import sys

import numpy as np
from scipy.optimize import linprog


def main(data: str, input_count: int, output_count: int, returns: str, target: str) -> None:
    """Reads the table, solves one program a row, writes the scores."""
    table = np.genfromtxt(data, delimiter=",", skip_header=1)[:, 1:]
    x, y = table[:, :input_count], table[:, input_count:input_count + output_count]
    n = len(table)
    cost = np.append(np.zeros(n), 1.0)
    sums = {"A_eq": np.append(np.ones(n), 0.0)[None], "b_eq": [1.0]} if returns == "vrs" else {}
    scores = []
    for k in range(n):
        rows = np.vstack([np.column_stack([x.T, -x[k]]),
                          np.column_stack([-y.T, np.zeros(output_count)])])
        limits = np.append(np.zeros(input_count), -y[k])
        found = linprog(cost, A_ub=rows, b_ub=limits, method="highs", **sums)
        scores.append(found.fun if found.status == 0 else np.nan)
    with open(target, "w", encoding="utf-8") as file:
        file.write("id,score\n")
        file.writelines(f"{k},{score!r}\n" for k, score in enumerate(map(float, scores)))


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), sys.argv[4], sys.argv[5])
