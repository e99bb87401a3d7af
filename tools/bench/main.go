// Command bench measures the provider with a real Terraform CLI against bin/hwc-emulator and prints Markdown tables:
// wall times beside those of as many terraform_data, API requests by route, peak memory, binary size, the time to load
// the schema, and how soon a wait ends after the state it waits for is reached.
//
// Run it from the repository's root after `make build`.
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"path/filepath"
	"strconv"
	"strings"
	"time"
)

func main() {
	sizes := flag.String("n", "1,10,100", "numbers of services, and of endpoints, to measure")
	cli := flag.String("cli", "terraform", "Terraform CLI to run")
	bin := flag.String("bin", "bin", "folder with terraform-provider-hwc and hwc-emulator")
	pending := flag.Duration("pending", 2*time.Second, "how long objects stay pending when waits are measured; 0 leaves that out")
	flag.Parse()

	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := run(ctx, *sizes, *cli, *bin, *pending); err != nil {
		stop()
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, sizes, cli, bin string, pending time.Duration) error {
	counts, err := parseSizes(sizes)
	if err != nil {
		return err
	}
	b, err := newBench(cli, bin)
	if err != nil {
		return err
	}
	defer b.close()

	if err := b.reportStart(ctx); err != nil {
		return err
	}
	var all []measured
	for _, n := range counts {
		m, err := b.measure(ctx, n)
		if err != nil {
			return fmt.Errorf("%d services and endpoints: %w", n, err)
		}
		all = append(all, m)
	}
	reportTimes(all)
	for _, m := range all {
		reportRequests(m)
	}
	if pending == 0 {
		return nil
	}
	return b.reportWaits(ctx, pending)
}

func parseSizes(list string) ([]int, error) {
	var counts []int
	for text := range strings.SplitSeq(list, ",") {
		n, err := strconv.Atoi(strings.TrimSpace(text))
		if err != nil || n < 1 || n > 1000 {
			return nil, fmt.Errorf("-n %s: want numbers from 1 to 1000 with commas between them", list)
		}
		counts = append(counts, n)
	}
	return counts, nil
}

// measured is one size: what each phase took with the provider and with terraform_data.
type measured struct {
	n        int
	provider []phase
	floor    []phase
	peak     int64 // of the provider's resident memory, in bytes
}

// measure takes n services and n endpoints through all phases, then 2n terraform_data.
func (b *bench) measure(ctx context.Context, n int) (measured, error) {
	m := measured{n: n}
	cloud, err := b.startEmulator(ctx)
	if err != nil {
		return m, err
	}
	defer cloud.stop()

	memory := watchMemory(b.provider)
	m.provider, err = b.phases(ctx, objects, n, cloud)
	m.peak = memory.stop()
	if err != nil {
		return m, err
	}
	m.floor, err = b.phases(ctx, floor, 2*n, nil)
	return m, err
}

// reportStart prints what does not depend on the number of objects.
func (b *bench) reportStart(ctx context.Context) error {
	const rounds = 5
	withProvider, err := b.loadSchema(ctx, objects, rounds)
	if err != nil {
		return err
	}
	without, err := b.loadSchema(ctx, floor, rounds)
	if err != nil {
		return err
	}
	fmt.Printf("| what | value |\n|---|--:|\n")
	for _, name := range []string{"terraform-provider-hwc", "hwc-emulator"} {
		info, err := os.Stat(filepath.Join(b.bin, name))
		if err != nil {
			return err
		}
		fmt.Printf("| size of %s | %.1f MiB |\n", name, float64(info.Size())/(1<<20))
	}
	fmt.Printf("| `providers schema -json`, fastest of %d | %s |\n", rounds, show(withProvider))
	fmt.Printf("| the same with terraform_data alone | %s |\n\n", show(without))
	return nil
}

func reportTimes(all []measured) {
	fmt.Printf("Wall time of N services and N endpoints, and of 2N terraform_data beside it:\n\n| N |")
	for _, name := range phaseNames {
		fmt.Printf(" %s | floor |", name)
	}
	fmt.Printf(" provider's peak memory |\n|--:|%s--:|\n", strings.Repeat("--:|--:|", len(phaseNames)))
	for _, m := range all {
		fmt.Printf("| %d |", m.n)
		for i := range phaseNames {
			fmt.Printf(" %s | %s |", show(m.provider[i].took), show(m.floor[i].took))
		}
		fmt.Printf(" %.1f MiB |\n", float64(m.peak)/(1<<20))
	}
}

func show(d time.Duration) string { return fmt.Sprintf("%.2f s", d.Seconds()) }
