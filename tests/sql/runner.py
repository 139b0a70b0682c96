# SPDX-License-Identifier: AGPL-3.0-or-later
"""Counts checks, tells the failed ones, and closes with 'N passed, N failed'."""
import sys


class Checks:
    def __init__(self):
        self.passed, self.failed = 0, 0

    def that(self, holds, text):
        """Counts one check; `text` says what is wrong when it does not hold."""
        if holds:
            self.passed += 1
        else:
            self.failed += 1
            print(f"FAIL {text}")
        return bool(holds)

    def close(self):
        """Prints the counts and leaves: nothing checked is a failure, too."""
        print(f"{self.passed} passed, {self.failed} failed")
        sys.exit(1 if self.failed or not self.passed else 0)
