package sweep_test

import (
	"context"
	"errors"
	"flag"
	"math/rand/v2"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"rcfwd/api"
	"rcfwd/api/index"
	"rcfwd/api/sandbox"
	"rcfwd/api/sweep"
)

var (
	truthPeople = flag.Int("truth-people", 200, "how many people the company of the truth test has")
	killPeople  = flag.Int("kill-people", 60, "how many people the company has whose sweeps are killed")
	kills       = flag.Int("kills", 12, "how often a sweep is killed")
)

// checkTruth compares everything in the index about users with what reading each extension
// singly says.
func checkTruth(t *testing.T, x *index.Index, c *api.Client, onNew bool, least int) {
	t.Helper()
	checked := 0
	for r, err := range x.Newest() {
		if err != nil {
			t.Fatal(err)
		}
		if r.Class != index.Users || r.Gone {
			continue
		}
		if got, want := factsIn(&r).sorted(), factsOf(t, c, r.ID, onNew).sorted(); !slices.Equal(got, want) {
			t.Errorf("%s %s: the index has %q; the service says %q", r.Number, r.Name, got, want)
		}
		checked += len(r.Uses)
	}
	if checked < least {
		t.Errorf("only %d uses", checked)
	}
}

// onEach runs a test on legacy call handling, on new, and on an account that moves in the
// middle of the sweep.
func onEach(t *testing.T, people int, run func(t *testing.T, s *sandbox.Server, w *wire, on string)) {
	for _, name := range []string{"legacy", "new", "moving"} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				o := sandbox.Options{Limits: sandbox.GenerousLimits(), CallHandling: sandbox.LegacyCallHandling}
				if name == "new" {
					o.CallHandling = sandbox.NewCallHandling
				}
				s := company(t, people, o)
				w := &wire{next: s}
				if name == "moving" {
					w.before = func(n int) error {
						if n == people {
							s.Change((*sandbox.Company).MoveToNewCallHandling)
						}
						return nil
					}
				}
				run(t, s, w, name)
			})
		})
	}
}

func TestSweep_tellsWhatReadingEachExtensionTells(t *testing.T) {
	onEach(t, *truthPeople, func(t *testing.T, s *sandbox.Server, w *wire, on string) {
		x, c := index.InMemory(), administrator(t, s, w)
		result, err := sweep.New(sweep.Options{Client: c, Index: x}).Run(t.Context())
		if err != nil || result.Read != result.Total || result.Read < *truthPeople || w.refused > 0 || w.most > sweep.MostAtOnce {
			t.Fatalf("%+v, %v; %d at once, %d refused", result, err, w.most, w.refused)
		}
		readAgain(t, x, c, on)
		checkTruth(t, x, c, on != "legacy", *truthPeople)
	})
}

// readAgain reads an account that moved a second time: what was read before it moved is
// what it was then.
func readAgain(t *testing.T, x *index.Index, c *api.Client, on string) {
	t.Helper()
	if on != "moving" {
		return
	}
	if _, err := sweep.New(sweep.Options{Client: c, Index: x, Fresh: true}).Run(t.Context()); err != nil {
		t.Fatal(err)
	}
}

// Killed at any request, the next sweep, by a process that knows only the file, goes on from
// there, and loses nothing.
func TestSweep_goesOnWhereItWasKilled(t *testing.T) {
	onEach(t, *killPeople, func(t *testing.T, s *sandbox.Server, w *wire, on string) {
		dir, dice, killed := t.TempDir(), rand.New(rand.NewPCG(1, 2)), 0
		move := w.before
		for {
			x := open(t, dir)
			ctx, kill := context.WithCancel(t.Context())
			at := w.all + 5 + dice.IntN(8 + 2**killPeople / *kills)
			w.before = func(n int) error {
				if n == at && killed < *kills {
					kill()
				}
				if move != nil {
					return move(n)
				}
				return nil
			}
			result, err := sweep.New(sweep.Options{Client: administrator(t, s, w), Index: x}).Run(ctx)
			kill()
			if err == nil {
				break
			}
			if killed++; !errors.Is(err, context.Canceled) || killed > *kills {
				t.Fatalf("killed %d times: %+v, %v", killed, result, err)
			}
		}
		x := open(t, dir)
		if p, err := x.Proof(index.Scope(index.Users)); err != nil || !p.Complete() {
			t.Errorf("%+v, %v", p, err)
		}
		if killed < *kills/2 {
			t.Errorf("only %d kills", killed)
		}
		c := administrator(t, s, w)
		readAgain(t, x, c, on)
		checkTruth(t, x, c, on != "legacy", *killPeople)
	})
}

func open(t *testing.T, dir string) *index.Index {
	t.Helper()
	x, err := index.Open(dir, index.Key{Server: base, Account: "1", SignedIn: "2"})
	if err != nil {
		t.Fatal(err)
	}
	return x
}

// What the audit trail names as changed since the last sweep is read first.
func TestSweep_readsWhatChangedFirst(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := company(t, 60, sandbox.Options{Limits: sandbox.GenerousLimits()})
		x, c := index.InMemory(), administrator(t, s, s)
		if _, err := sweep.New(sweep.Options{Client: c, Index: x}).Run(t.Context()); err != nil {
			t.Fatal(err)
		}
		time.Sleep(time.Minute)
		s.Change(func(company *sandbox.Company) { company.Extension("230").DoNotDisturb = true })
		var order []string
		_, err := sweep.New(sweep.Options{Client: c, Index: x, Fresh: true, Progress: func(p sweep.Progress) {
			if p.Reading != nil {
				order = append(order, p.Reading.Number)
			}
		}}).Run(t.Context())
		if at := slices.Index(order, "230"); err != nil || at < 0 || at >= sweep.MostAtOnce {
			t.Errorf("230 was read as number %d of %d: %v", at+1, len(order), err)
		}
	})
}
