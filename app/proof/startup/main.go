package main

import (
	"flag"
	"fmt"
	"log"
	"os"
	"os/exec"
	"slices"
	"strconv"
	"strings"
	"time"
)

// program is one of the two that are compared.
type program struct {
	name    string
	command []string
	starts  []time.Duration
	memory  []int // KiB
}

func main() {
	log.SetFlags(0)
	till := flag.String("till", "build/release/qrtill", "the till")
	bare := flag.String("bare", "build/release/bare", "the bare program")
	runs := flag.Int("runs", 7, "runs of each; the median counts")
	flag.Parse()
	data, err := os.MkdirTemp("", "qrtill-startup-")
	if err != nil {
		log.Fatal(err)
	}
	defer os.RemoveAll(data)
	programs := []*program{
		{name: "bare Fyne", command: []string{*bare}},
		{name: "QR Till", command: []string{*till, "-practice", "-data", data}},
	}
	for _, p := range programs { // caches of fonts and files are warm for both
		p.run()
		p.starts, p.memory = nil, nil
	}
	for range *runs {
		for _, p := range programs {
			p.run()
		}
	}
	report(programs[0], programs[1], *runs)
}

// run starts the program, measures it and ends it.
func (p *program) run() {
	command := exec.Command(p.command[0], p.command[1:]...)
	start := time.Now()
	if err := command.Start(); err != nil {
		log.Fatalf("%s can't be started: %v", p.name, err)
	}
	defer func() {
		command.Process.Kill()
		command.Wait()
	}()
	for windows(command.Process.Pid) < 2 {
		if time.Since(start) > time.Minute {
			log.Fatalf("%s shows no two windows", p.name)
		}
		time.Sleep(2 * time.Millisecond)
	}
	p.starts = append(p.starts, time.Since(start))
	time.Sleep(3 * time.Second)
	p.memory = append(p.memory, resident(command.Process.Pid))
}

// windows counts the windows that a process has on the screen.
func windows(pid int) int {
	out, _ := exec.Command("xdotool", "search", "--onlyvisible", "--pid", strconv.Itoa(pid)).Output()
	return len(strings.Fields(string(out)))
}

// resident is a process's resident set in KiB.
func resident(pid int) int {
	status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	if err != nil {
		log.Fatal(err)
	}
	_, after, _ := strings.Cut(string(status), "VmRSS:")
	fields := strings.Fields(after)
	if len(fields) == 0 {
		log.Fatal("the system does not tell how much memory is used")
	}
	kib, err := strconv.Atoi(fields[0])
	if err != nil {
		log.Fatal(err)
	}
	return kib
}

func report(bare, till *program, runs int) {
	start := [2]time.Duration{median(bare.starts), median(till.starts)}
	memory := [2]int{median(bare.memory), median(till.memory)}
	fmt.Printf("startup: median of %d runs, both windows on the screen\n", runs)
	fmt.Printf("  %-10s %8s %10s\n", "", "start", "memory")
	for i, p := range []*program{bare, till} {
		fmt.Printf("  %-10s %5d ms %6.1f MiB\n", p.name, start[i].Milliseconds(), float64(memory[i])/1024)
	}
	fmt.Printf("  %-10s %7.2fx %9.2fx   (goal: at most 1.30x)\n", "ratio",
		float64(start[1])/float64(start[0]), float64(memory[1])/float64(memory[0]))
}

func median[T int | time.Duration](values []T) T {
	sorted := slices.Sorted(slices.Values(values))
	return sorted[len(sorted)/2]
}
