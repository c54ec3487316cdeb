#!/usr/bin/env bash
# Runs `go test -v` with the arguments given, shows one line for a package that
# passes and the whole story of one that fails, and counts at the end:
#
#   tests: 212 passed, 0 failed
#
# Exits non-zero when a test fails, a package does not build, or nothing ran.
set -euo pipefail
# Build errors come on standard error and go straight to the reader.
# The windows take eight minutes under the race detector, more on a busy machine.
go test -v -timeout 25m "$@" | awk -f "$(dirname "$0")/gotest.awk"
