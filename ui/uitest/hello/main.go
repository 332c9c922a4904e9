// Hello is the smallest Go program that prints something, to compare the start of rcfwd
// with.
package main

import "fmt"

func main() { fmt.Println("hello") }
