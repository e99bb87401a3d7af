package main

import (
	"bufio"
	"bytes"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"
)

// memoryWatch follows the peak resident memory of every process that runs one program. It reads Linux's /proc; where
// there is none the peak stays 0.
type memoryWatch struct {
	quit chan struct{}
	peak chan int64
}

func watchMemory(program string) *memoryWatch {
	w := &memoryWatch{quit: make(chan struct{}), peak: make(chan int64)}
	go func() {
		var peak int64
		// VmHWM only grows, so a slow look misses no more than the last moments of a process.
		tick := time.NewTicker(20 * time.Millisecond)
		defer tick.Stop()
		for {
			select {
			case <-w.quit:
				w.peak <- peak
				return
			case <-tick.C:
				peak = max(peak, highWater(program))
			}
		}
	}()
	return w
}

// stop ends the watch and gives the highest peak seen, in bytes.
func (w *memoryWatch) stop() int64 {
	close(w.quit)
	return <-w.peak
}

// highWater is the highest VmHWM of the processes that run the program now.
func highWater(program string) int64 {
	links, err := filepath.Glob("/proc/[0-9]*/exe")
	if err != nil {
		return 0
	}
	var highest int64
	for _, link := range links {
		// Processes of others cannot be read, and any may end meanwhile: neither is one of ours.
		if exe, err := os.Readlink(link); err != nil || exe != program {
			continue
		}
		status, err := os.ReadFile(filepath.Join(filepath.Dir(link), "status"))
		if err != nil {
			continue
		}
		highest = max(highest, field(status, "VmHWM:"))
	}
	return highest
}

// field reads one "Name: 123 kB" line of /proc/PID/status, in bytes.
func field(status []byte, name string) int64 {
	for lines := bufio.NewScanner(bytes.NewReader(status)); lines.Scan(); {
		words := strings.Fields(lines.Text())
		if len(words) < 2 || words[0] != name {
			continue
		}
		kilobytes, err := strconv.ParseInt(words[1], 10, 64)
		if err != nil {
			return 0
		}
		return kilobytes << 10
	}
	return 0
}
