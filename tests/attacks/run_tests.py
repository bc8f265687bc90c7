"""Run tests as the account that runs this: `python run_tests.py FOLDER FILE …`; exits as pytest does."""

import sys

import pytest

if __name__ == "__main__":
    folder, *files = sys.argv[1:]
    sys.exit(pytest.main(["-q", "-n0", "-p", "no:cacheprovider", "--basetemp", folder, *files]))
