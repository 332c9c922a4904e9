package main

import (
	"fmt"
	"time"
)

// script is a run of the program that becomes a picture.
type script struct {
	name          string // of the file, without its extension
	width, height int    // in cells
	args          []string
	steps         []step
	moving        bool // every step is a frame; otherwise only the last
}

// step types keys and waits for what they do.
type step struct {
	keys  string // as the terminal sends them; none to wait only
	wait  string // a text that the screen then shows
	says  string // the caption of the frame; empty for that of the frame before
	holds time.Duration
}

const (
	glance = 700 * time.Millisecond  // long enough to see a key act
	look   = 1600 * time.Millisecond // long enough to read a line
	read   = 3 * time.Second         // long enough to read a caption and what changed
)

// demo opens the built-in sandbox, without a network.
var demo = []string{"--demo"}

var scripts = []script{
	{name: "numbers", width: 110, height: 24, args: demo, steps: []step{
		{wait: "On-call pager"},
		{wait: "now "},
		{keys: "j", wait: "(650) 513-0930"},
	}},
	{name: "ring", width: 110, height: 24, args: demo, steps: []step{
		{wait: "On-call pager"},
		{keys: "2", wait: "Work hours"},
		{keys: "\t", wait: "voicemail"},
		{keys: "+", wait: "unsent"},
	}},
	{name: "demo", width: 90, height: 24, args: demo, moving: true, steps: []step{
		{wait: "On-call pager", says: "rcfwd --demo", holds: glance},
		{wait: "now ", says: "Every number that rings for you, and when it rings", holds: look},
		{keys: "j", wait: "(650) 513-0930", holds: look},
		{keys: "f", wait: "Flip digit", says: "f 3: give Mobile flip digit 3, which Work has", holds: look},
		{keys: "3", wait: "[No]", holds: read},
		{keys: "y", wait: "3      Mobile", says: "y: the two swap digits, none is lost", holds: read},
		{keys: "z", wait: "[No]", says: "z: undo; it says first what it will do", holds: read},
		{keys: "y", wait: "2      Mobile", holds: look},
		{keys: "2", wait: "Work hours", says: "2: the ring order, who rings first and for how long", holds: look},
		{keys: "\t", wait: "voicemail", holds: glance},
		{keys: "J", wait: "unsent", says: "J: move the step down; nothing is sent yet", holds: read},
		{keys: "+", wait: "unsent", says: "+ +: let it ring longer", holds: glance},
		{keys: "+", wait: "unsent", holds: read},
		{keys: "\r", wait: "at 80 s", says: "enter: save", holds: read},
		{keys: "5", wait: "istory", says: "5: the history, where every change can be undone", holds: read},
	}},
}

// play runs the program and returns the frames of the picture.
func (s script) play(program, home string) ([]frame, error) {
	t, err := start(s.width, s.height, home, program, s.args...)
	if err != nil {
		return nil, err
	}
	defer t.stop()
	var frames []frame
	caption := ""
	for _, step := range s.steps {
		if err := t.step(step.keys, step.wait); err != nil {
			return nil, err
		}
		if step.says != "" {
			caption = step.says
		}
		f := t.frame()
		f.caption, f.holds = caption, step.holds
		if !s.moving {
			frames = nil
		}
		frames = append(frames, f)
	}
	return frames, nil
}

// step types keys and waits until the screen shows a text and is at rest.
func (t *terminal) step(keys, text string) error {
	if _, err := t.pty.WriteString(keys); err != nil {
		return err
	}
	const patience = 20 * time.Second
	for began := time.Now(); time.Since(began) < patience; time.Sleep(20 * time.Millisecond) {
		if time.Since(began) > quiet && t.shows(text) && t.atRest() {
			return nil
		}
	}
	return fmt.Errorf("after %q the screen does not show %q:\n%s", keys, text, t.frame().text())
}
