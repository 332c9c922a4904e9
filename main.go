// Command rcfwd is the keyboard for RingCentral call forwarding and call flip.
package main

import (
	"os"

	"rcfwd/ui/cli"
)

func main() { os.Exit(cli.Run(os.Args[1:], keyMap())) }
