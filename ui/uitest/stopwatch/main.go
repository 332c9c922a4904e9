//go:build linux

// Stopwatch runs the command in its arguments, drops what it prints, and prints what it
// cost: wall time and processor time in nanoseconds, and the most memory that it had, in
// kilobytes. A test cannot measure the memory of a command itself, because Linux counts
// what the parent had at the start.
package main

import (
	"fmt"
	"os"
	"os/exec"
	"syscall"
	"time"
)

func main() {
	cmd := exec.Command(os.Args[1], os.Args[2:]...)
	cmd.Stderr = os.Stderr
	start := time.Now()
	err := cmd.Run()
	wall := time.Since(start)
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	used := cmd.ProcessState.SysUsage().(*syscall.Rusage)
	fmt.Println(wall.Nanoseconds(), used.Utime.Nano()+used.Stime.Nano(), used.Maxrss)
}
