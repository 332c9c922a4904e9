package api

import (
	"fmt"
	"runtime/debug"
	"sync"
)

// panicGroup runs functions at once. A panic in one of them goes on in Wait, where
// somebody can put the terminal back; in a goroutine of its own it would end the
// program on the spot.
type panicGroup struct {
	wait     sync.WaitGroup
	mu       sync.Mutex
	panicked any // the first panic, and where it was
}

func (t *panicGroup) Go(do func()) {
	t.wait.Go(func() {
		defer func() {
			if p := recover(); p != nil {
				t.mu.Lock()
				defer t.mu.Unlock()
				if t.panicked == nil {
					t.panicked = fmt.Sprintf("%v\n\n%s", p, debug.Stack())
				}
			}
		}()
		do()
	})
}

// Wait waits for all of them.
func (t *panicGroup) Wait() {
	t.wait.Wait()
	if t.panicked != nil {
		panic(t.panicked)
	}
}
