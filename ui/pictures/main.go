// Pictures makes the pictures of the README from the real program: it builds rcfwd,
// runs it with --demo in a pseudo-terminal, types the keys of a script and draws the
// emulated screen as SVG.
//
//	go run ./ui/pictures
//
// It runs in the root of the module and writes into ui/pictures. Look at the pictures
// afterwards: their words and times are those of the program of today.
package main

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
)

// folder is where the pictures are kept, as seen from the root of the module.
const folder = "ui/pictures"

// maxSize is the largest picture, in bytes, that a README should load.
const maxSize = 500_000

func main() {
	if err := makePictures(); err != nil {
		fmt.Fprintln(os.Stderr, "pictures:", err)
		os.Exit(1)
	}
}

func makePictures() error {
	temp, err := os.MkdirTemp("", "rcfwd-pictures")
	if err != nil {
		return err
	}
	defer os.RemoveAll(temp)
	program := filepath.Join(temp, "rcfwd")
	if out, err := exec.Command("go", "build", "-o", program, ".").CombinedOutput(); err != nil {
		return fmt.Errorf("go build: %w\n%s", err, out)
	}
	for _, s := range scripts {
		if err := s.draw(program, temp); err != nil {
			return fmt.Errorf("%s: %w", s.name, err)
		}
	}
	return nil
}

// draw plays a script and writes its picture.
func (s script) draw(program, home string) error {
	frames, err := s.play(program, home)
	if err != nil {
		return err
	}
	picture := drawSVG(frames, s.width, s.height)
	if len(picture) > maxSize {
		return fmt.Errorf("the picture has %d bytes, more than %d", len(picture), maxSize)
	}
	return os.WriteFile(filepath.Join(folder, s.name+".svg"), picture, 0o644)
}
