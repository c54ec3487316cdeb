# The commands for people who work on QR Till. `make` alone lists them.

SYSTEM  := $(shell uname -s)
VERSION := $(shell awk -F'"' '/^Version/ { print $$2; exit }' FyneApp.toml)
COMMIT  := $(or $(shell git rev-parse --short=12 HEAD 2>/dev/null),unknown)
DATE    := $(or $(shell git log -1 --format=%cI 2>/dev/null),unknown)
STAMP   := $(patsubst %,-X qrtill/app/cli.stamp%,Version=$(VERSION) Commit=$(COMMIT) Date=$(DATE))

comma := ,

# Linux is built for X11 alone: Wayland's headers are not needed then.
# Without migrated_fynedo Fyne reports calls from the wrong goroutine, so only
# the program that ships is built with it.
TAGS         := $(if $(filter Linux,$(SYSTEM)),x11)
RELEASE_TAGS := migrated_fynedo,release$(if $(TAGS),$(comma)$(TAGS))
ON_WINDOWS   := $(filter MINGW% MSYS% CYGWIN%,$(SYSTEM))
PROGRAM      := build/qrtill$(if $(ON_WINDOWS),.exe)
BUILD        := go build -trimpath -buildvcs=false

# Windows takes an exe's icon, version and manifest out of the exe; the linker takes
# them from these files. Each program of the kind with windows has a twin for commands.
WINRES    := github.com/tc-hib/go-winres@v0.3.3
RESOURCES  = go run $(WINRES) make --arch $(if $(ON_WINDOWS),$$(go env GOARCH),amd64) --file-version $(VERSION) --product-version $(VERSION)
TWIN      := CGO_ENABLED=0 GOOS=windows $(BUILD) -ldflags '-s -w $(STAMP)'

STATICCHECK := honnef.co/go/tools/cmd/staticcheck@v0.8.2
GOLANGCI    := github.com/golangci/golangci-lint/v2/cmd/golangci-lint@v2.15.0

.PHONY: help run build release windows resources test-windows test fmt vet staticcheck lint demo pictures keys monitors endings ledger simulate crash hostile canary tamper bench fonts clean

help: ## list these commands
	@awk -F':.*## ' '/^[a-z-]+:.*## / { printf "make %-12s %s\n", $$1, $$2 }' Makefile

run: ## the practice till: a real window, no real money
	@.ci/packages.sh run
ifeq ($(SYSTEM)$(DISPLAY)$(WAYLAND_DISPLAY),Linux)
	@echo "There is no display here, so the till is shown on a virtual one: make demo"
	@$(MAKE) --no-print-directory demo
else
	@$(MAKE) --no-print-directory build
	$(PROGRAM) -practice
endif

build: ## build the program for working on it
	@.ci/packages.sh run
	$(if $(ON_WINDOWS),@$(MAKE) --no-print-directory resources)
	$(BUILD) -tags '$(TAGS)' -ldflags '$(STAMP)' -o $(PROGRAM) .
	$(if $(ON_WINDOWS),$(TWIN) -o $(dir $(PROGRAM))qrtillc.exe ./app/console)

release: ## build the program as it ships, for this system
	@.ci/packages.sh run
	$(if $(ON_WINDOWS),@$(MAKE) --no-print-directory resources)
	$(BUILD) -tags '$(RELEASE_TAGS)' -ldflags '-s -w $(if $(ON_WINDOWS),-H=windowsgui )$(STAMP)' -o $(subst build/,build/release/,$(PROGRAM)) .
	$(if $(ON_WINDOWS),$(TWIN) -o build/release/qrtillc.exe ./app/console)

windows: ## cross-build qrtill.exe and qrtillc.exe (the commands) into build/windows/ from Linux
	@.ci/packages.sh windows
	@$(MAKE) --no-print-directory resources
	GOARCH=amd64 $(TWIN) -o build/windows/qrtillc.exe ./app/console
	GOOS=windows GOARCH=amd64 CGO_ENABLED=1 CC=x86_64-w64-mingw32-gcc $(BUILD) \
		-tags migrated_fynedo,release -ldflags '-H=windowsgui -s -w $(STAMP)' -o build/windows/qrtill.exe .

resources:
	$(RESOURCES) --in assets/windows/qrtill.json --out rsrc
	$(RESOURCES) --in assets/windows/qrtillc.json --out app/console/rsrc

# The race detector watches our code and the toolkit. What only computes in
# them (letters' shapes, pixels, the reading of codes) would take most of the
# time, so it is left out: the compiler takes the last -race that it is given.
COMPUTE := github.com/go-text/... golang.org/x/image/... github.com/srwiley/... github.com/makiuchi-d/... image/...
RACE    := -race $(patsubst %,'-gcflags=%=-race=false',$(COMPUTE))

# The tests that draw every screen are too slow for the race detector: their
# files say !race, and they run once more without it.
DRAWN = $(shell sed -n 's/^func \(Test[[:alnum:]]*\).*/\1/p' $$(grep -l '^//go:build !race' app/ui/*_test.go) | paste -sd '|')

# The windows' tests take longest, so they start first.
test: ## everything a change must pass
	@.ci/packages.sh test
	@$(MAKE) --no-print-directory fmt
	@$(MAKE) --no-print-directory vet
	@$(MAKE) --no-print-directory staticcheck
	QRTILL_TEST_KEYRING=1 .ci/desktop.sh .ci/gotest.sh $(RACE) -tags '$(TAGS)' ./app/ui ./...
	.ci/desktop.sh .ci/gotest.sh -tags '$(TAGS)' -run '^($(DRAWN))$$' ./app/ui

fmt: ## name the files gofmt would change
	@unformatted=$$(gofmt -l .); [ -z "$$unformatted" ] || \
		{ echo "not gofmt clean (mend with gofmt -w):"; echo "$$unformatted"; exit 1; }

# Windows and macOS are read without C and without drawing; macOS without the
# main package, whose window code is C there.
vet: ## go vet, for Linux, Windows and macOS
	go vet -tags '$(TAGS)' ./...
	CGO_ENABLED=0 GOOS=windows go vet -tags ci ./...
	CGO_ENABLED=0 GOOS=darwin go vet -tags ci $$(CGO_ENABLED=0 GOOS=darwin go list -tags ci ./... | grep -vx "$$(go list -m)")

staticcheck: ## the linter that make test runs
	go run $(STATICCHECK) -tags '$(TAGS)' ./...

lint: ## the full linter list of .golangci.yml (slow to build the first time)
	go run $(GOLANGCI) run

demo: ## a day at the counter on virtual screens, by keyboard; see build/demo/
	@.ci/packages.sh test
	@$(MAKE) --no-print-directory build
	go build -o build/monitors.proof ./app/proof/monitors
	go build -o build/endings.proof ./app/proof/endings
	.ci/desktop.sh build/endings.proof -ends 12 -planted=false -program $(PROGRAM)
	go build -o build/keys.proof ./app/proof/keys
	@[ "$$(id -u)" = 0 ] || echo "Plugging monitors needs root, so that step is left out: sudo make monitors"
	.ci/desktop.sh go run ./app/proof/demo -out build/demo -program $(PROGRAM) -keys build/keys.proof \
		$$([ "$$(id -u)" != 0 ] || echo -monitors build/monitors.proof) $(DEMO)

pictures: ## make demo, and the README's pictures in .github/pictures out of its screenshots
	@$(MAKE) --no-print-directory demo DEMO='-pictures .github/pictures'

# A program of its own: its lanes run beside one another, each on a desktop.
keys: ## what keyboards and scanners send, to the real window: what was meant is charged
	@.ci/packages.sh test
	@$(MAKE) --no-print-directory build
	go build -o build/keys.proof ./app/proof/keys
	build/keys.proof -out build/keys -program $(PROGRAM)

monitors: ## plug monitors in and out under the till (as root); see build/monitors/
	@.ci/packages.sh test
	@$(MAKE) --no-print-directory build
	go run ./app/proof/monitors -out build/monitors -program $(PROGRAM)

endings: ## 200 tills are told to end while a code is shown: exit 0, no panic, the log whole
	@.ci/packages.sh test
	@$(MAKE) --no-print-directory build
	go build -o build/endings.proof ./app/proof/endings
	.ci/desktop.sh build/endings.proof -program $(PROGRAM)

# As root the drive that is full is tried, too.
test-windows: ## the Windows program under Wine on a virtual screen; see build/windows-proof/
	@.ci/packages.sh test-windows
	@$(MAKE) --no-print-directory windows
	go build -o build/windows.proof ./app/proof/windows
	build/windows.proof -out build/windows-proof -program build/windows/qrtill.exe -console build/windows/qrtillc.exe

ledger: ## 1,000 practice sales on bad days: the log must equal the gateway's ledger
	go run ./app/proof/ledger -sales 1000

hostile: ## every change of every answer of the gateway: nothing false is believed
	go test -c -o build/hostile.test ./app/proof/hostile
	GOGC=400 build/hostile.test -test.run TestHostileGateway -every 1

crash: ## over 1,000 kills, and power cuts: nothing that was acknowledged may be lost
	@.ci/packages.sh test
	@$(MAKE) --no-print-directory build
	.ci/desktop.sh go run ./app/proof/crash -program $(PROGRAM)

simulate: ## every history of a sale to depth 4, ten million random ones, and the planted bugs (ten minutes)
	go run ./app/proof/simulate

# On a disk in memory where there is one: what is tried here is no disk.
tamper: ## every byte of a log, its records and its file's bits: no change goes unseen
	$(BUILD) -o build/tamper ./app/proof/tamper
	TMPDIR=$(firstword $(wildcard /dev/shm) $(or $(TMPDIR),/tmp)) build/tamper

canary: ## 1,000 sales on bad days: the credential is in nothing that the till leaves behind
	@mkdir -p build
	go build -o build/canary ./app/proof/canary
	build/canary

bench: ## how fast, and how much memory
	@.ci/packages.sh test
	.ci/desktop.sh go test -run '^$$' -bench . -benchmem -tags '$(TAGS)' ./storage ./payments ./app/...
	@$(MAKE) --no-print-directory release
	$(BUILD) -tags '$(RELEASE_TAGS)' -ldflags '-s -w' -o build/release/bare ./app/proof/startup/bare
	.ci/desktop.sh go run ./app/proof/startup

# With the same packages the same bytes come out. They are committed: nobody
# needs this to build the till.
fonts: ## make assets/fonts again from Debian's Noto fonts
	@.ci/packages.sh fonts
	/usr/bin/python3 .ci/fonts.py

clean: ## remove what was built here
	rm -rf build rsrc_windows_*.syso app/console/rsrc_windows_*.syso
