"""Input-oriented radial scores by DEAPack, scores only.

python3 deapack_radial.py DATA.csv INPUT_COUNT OUTPUT_COUNT crs|vrs SCORES.csv
"""

import sys

import pandas
from deapack import DEAData, RadialDEA


def main(data: str, input_count: int, output_count: int, returns: str, target: str) -> None:
    """Reads the table, fits one model, writes the scores."""
    table = pandas.read_csv(data)
    names = list(table.columns)
    units = DEAData.from_frame(
        table, inputs=names[1:1 + input_count],
        outputs=names[1 + input_count:1 + input_count + output_count], dmu=names[0])
    model = RadialDEA(orientation="input", returns_to_scale=returns, compute_slacks=False)
    summary = model.fit(units).summary_frame
    summary.to_csv(target, index=False)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), sys.argv[4], sys.argv[5])
