package rest

import (
	"fmt"
	"runtime/debug"
	"sync"
)

// Guard returns a function that calls do and passes a panic of it to caught, which
// runs before the stack is unwound. With a nil caught it returns do.
func Guard(do func(), caught func(panicked any)) func() {
	if caught == nil {
		return do
	}
	return func() {
		defer func() {
			if p := recover(); p != nil {
				caught(p)
			}
		}()
		do()
	}
}

// PanicGroup runs functions at once. A panic in one of them continues in Wait, where
// the caller can put the terminal back; in a goroutine of its own it would end the
// program on the spot. The zero value is ready to use.
type PanicGroup struct {
	wait     sync.WaitGroup
	mu       sync.Mutex
	panicked any // the first panic, and where it was
}

// Go runs do in a goroutine of its own.
func (g *PanicGroup) Go(do func()) { g.wait.Go(Guard(do, g.caught)) }

func (g *PanicGroup) caught(panicked any) {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.panicked == nil {
		g.panicked = fmt.Sprintf("%v\n\n%s", panicked, debug.Stack())
	}
}

// Wait waits for all of them, and panics if one of them did.
func (g *PanicGroup) Wait() {
	g.wait.Wait()
	if g.panicked != nil {
		panic(g.panicked)
	}
}
