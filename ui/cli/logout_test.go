package cli

import (
	"os"
	"strings"
	"testing"
	"time"

	"rcfwd/api/index"
	"rcfwd/api/signin"
)

// A logout says that the index stays, and --forget removes it, and no one else's.
func TestLeaveIndexes_forgetsOnlyWhenAsked(t *testing.T) {
	dir := index.DirIn(t.TempDir())
	for _, user := range []string{"801", "802"} {
		x, err := index.Open(dir, index.Key{Server: "https://platform.ringcentral.com", Account: "37", SignedIn: user})
		if err == nil {
			err = x.Append(index.Reading{Class: index.Users, ID: "1", ReadAt: time.Now()})
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	own := index.Files(dir, index.Key{Server: "https://platform.ringcentral.com", SignedIn: "801"})
	var r signin.LogoutResult
	if err := leaveIndexes(own, false, &r); err != nil || len(r.Remaining) != 1 || !strings.Contains(r.Remaining[0], own[0].Path()) {
		t.Errorf("%q, %v", r.Remaining, err)
	}
	if err := leaveIndexes(own, true, &r); err != nil || len(r.Remaining) != 1 {
		t.Errorf("%q, %v", r.Remaining, err)
	}
	if _, err := os.Stat(own[0].Path()); !os.IsNotExist(err) {
		t.Errorf("the index is still there: %v", err)
	}
	if left := index.Files(dir, index.Key{Server: "https://platform.ringcentral.com"}); len(left) != 1 {
		t.Errorf("%d indexes are left", len(left))
	}
}
