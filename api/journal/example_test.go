package journal_test

import (
	"fmt"
	"log"
	"os"
	"time"

	"rcfwd/api/journal"
)

// Reading a journal needs no service: a Scope without a server and an account takes the
// entries of any.
func ExampleJournal_History() {
	dir, err := os.MkdirTemp("", "journal")
	if err != nil {
		log.Fatal(err)
	}
	defer func() { _ = os.RemoveAll(dir) }()
	if err := os.CopyFS(dir, os.DirFS("testdata/3466712/new")); err != nil {
		log.Fatal(err)
	}

	j, err := journal.Open(dir, journal.Scope{Profile: "test", Extension: "801200400004"}, journal.Actor{})
	if err != nil {
		log.Fatal(err)
	}
	h, err := j.History()
	if err != nil {
		log.Fatal(err)
	}
	for _, e := range h.Entries[:3] {
		fmt.Println(e.Time.Format(time.DateTime), e.Who.Name, e.Op, e.Outcome)
		for _, c := range e.Comparisons() {
			for _, f := range c.Fields {
				if f.Differs {
					fmt.Printf("\t%s: %q, then %q\n", f.Field, f.Before, f.After)
				}
			}
		}
	}
	last, _ := h.Last()
	fmt.Println("next to undo:", last.Op, "of", last.Time.Format(time.DateTime))

	// Output:
	// 2026-11-20 09:07:00 Dana Whitfield create done
	// 	type: "", then "Other"
	// 	phoneNumber: "", then "+14155550150"
	// 	label: "", then "Boat"
	// 	flipNumber: "", then "7"
	// 	uses: "", then "call flip, call forwarding"
	// 	rules: "", then "Work Hours, After Hours"
	// 2026-11-20 09:14:00 An administrator update done
	// 	label: "Boat", then "Ship"
	// 	flipNumber: "7", then "8"
	// 2026-11-20 09:21:00 Dana Whitfield swap done
	// 	flipNumber: "8", then "2"
	// 	flipNumber: "2", then "8"
	// next to undo: update of 2026-11-20 12:51:09
}
