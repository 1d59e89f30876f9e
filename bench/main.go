// Command bench measures the program against the baselines it is held to. Each
// row prints both sides, the product and what it is compared with, and their
// ratio, all taken in one run on one machine: absolute figures of different
// machines, or of one machine on different days, say nothing.
//
//	cd bench && go run .                 # every row
//	cd bench && go run . -rows 2,3       # some
//	cd bench && go run . -runs 5 -dir D  # best of five, files on D's disk
//
// The rows:
//
//	1 step      one step of a flow, JSON in and out, against goflow (a
//	            program of its own in goflow/, which is only run)
//	2 webhook   webhook to durable 200, against verify, decode and a
//	            group-committed put over bare bbolt
//	3 turn      message to committed turn, against a group commit of the
//	            same bytes
//	4 reply     webhook in to send call out at 50 messages a second, against
//	            the commits and the call alone
//	5 fanout    12,000 people on the virtual clock, against the rate that was
//	            configured and the simulator that enforces the platform's
//
// It is a module of its own, so that nothing here is a dependency of the
// program. docs/performance.md explains the figures.
package main

import (
	"flag"
	"fmt"
	"os"
	"runtime"
	"strings"
	"time"
)

// setup is what the command line says.
type setup struct {
	runs int
	dir  string // where the data files go; must be a real disk
}

var rows = []struct {
	number, name string
	measure      func(setup, *table) error
}{
	{"1", "step", stepRow},
	{"2", "webhook", webhookRow},
	{"3", "turn", turnRow},
	{"4", "reply", replyRow},
	{"5", "fanout", fanoutRow},
}

func main() {
	which := flag.String("rows", "1,2,3,4,5", "which rows, by number or name")
	runs := flag.Int("runs", 3, "how often each side is measured; the best counts")
	dir := flag.String("dir", "", "folder for the data files (default: the system's for temporary files)")
	flag.Parse()
	if err := measure(*which, *runs, *dir); err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

func measure(which string, runs int, dir string) (err error) {
	dir, err = os.MkdirTemp(dir, "langnghe-bench-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	fmt.Printf("%s %s/%s, %d processors, %s, best of %d runs\n\n",
		runtime.Version(), runtime.GOOS, runtime.GOARCH, runtime.NumCPU(), time.Now().Format(time.DateOnly), runs)
	for asked := range strings.SplitSeq(which, ",") {
		known := false
		for _, r := range rows {
			if asked != r.number && asked != r.name {
				continue
			}
			known = true
			t := &table{}
			if err := r.measure(setup{runs, dir}, t); err != nil {
				return fmt.Errorf("row %s: %w", r.name, err)
			}
			fmt.Printf("row %s, %s\n%s\n", r.number, r.name, t)
		}
		if !known {
			return fmt.Errorf("no row %q: the rows are 1 to 5", asked)
		}
	}
	return nil
}
