# Reads `go test -v`. Subtests are counted as tests: each is a case somebody
# wrote. Go prints the packages one after the other, each closed by its result.

function forget() { held = 0; failed_here = 0 }

/^ *--- PASS: /                        { passed++; next }
/^ *--- SKIP: /                        { skipped++ }
/^ *--- FAIL: /                        { failed++; failed_here++ }
/^=== (RUN|PAUSE|CONT|NAME) /          { next }
/^(ok  |\?   )\t/                      { if ($0 !~ /no test files/) print; forget(); next }
/^\t.*coverage: 0\.0% of statements$/  { next }

# A package that panics, times out or does not build may name no failed test.
/^FAIL\t/ {
	if (failed_here == 0) failed++
	for (i = 1; i <= held; i++) print lines[i]
	print
	forget()
	next
}
/^(PASS|FAIL)$/ { next }
                { lines[++held] = $0 }

END {
	for (i = 1; i <= held; i++) print lines[i]
	if (skipped) printf "%d skipped\n", skipped
	printf "tests: %d passed, %d failed\n", passed, failed
	exit failed > 0 || passed == 0
}
