"""Measure the guide beside the bot that ``rasa init`` makes. Run as ``python -m tools.bench [--quick | --long] [--retrain]``.

Writes reports/bench.md and reports/bench.json. Ends with 0 whatever the figures are, with 1 if something did not work.
"""

from __future__ import annotations

import argparse
import sys

from tools import serve
from tools.bench import measuring, report
from tools.bench.bots import BenchError
from tools.train import MODEL


def main() -> int:
    """Measure, print, write."""
    parser = argparse.ArgumentParser(prog="python -m tools.bench", description="The guide beside the bot that `rasa init` makes.")
    extent = parser.add_mutually_exclusive_group()
    extent.add_argument(
        "--quick", action="store_const", dest="extent", const=measuring.QUICK, help="fewer messages: a few minutes"
    )
    extent.add_argument("--long", action="store_const", dest="extent", const=measuring.LONG, help="up to 10,000 conversations")
    parser.add_argument("--retrain", action="store_true", help="train the stock bot again, even if it is there")
    chosen = parser.parse_args()
    if wrong := serve.check_inputs():
        print(f"error: {wrong}", file=sys.stderr)
        return 1
    if not MODEL.exists():
        print("error: the guide has no model yet. Run `make train`.", file=sys.stderr)
        return 1
    try:
        stock, guide = measuring.measure(chosen.extent or measuring.FULL, chosen.retrain)
    except BenchError as error:
        print(f"error: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\nStopped. Nothing was written.", file=sys.stderr)
        return 1
    print("\n" + report.write(stock, guide, chosen.extent or measuring.FULL))
    print("Written to reports/bench.md and reports/bench.json.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
