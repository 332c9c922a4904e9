package cli

import (
	"bytes"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
	"golang.org/x/sys/unix"

	"rcfwd/api/settings"
)

// Completion answers at once for a bounded reason: for no argument and no flag of any
// command does it send a request, run the credential command, or read anything but the
// settings and the names that were kept.
func TestCompletion_readsSettingsAndNamesAlone(t *testing.T) {
	sent := 0
	server := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { sent++ }))
	defer server.Close()
	marker := filepath.Join(t.TempDir(), "ran")
	keepHostile(t, "[profiles.work]\nserver = \""+server.URL+"\"\ncredential_command = [\"touch\", \""+marker+"\"]\n")
	state := filepath.Join(os.Getenv("HOME"), ".local", "state", "rcfwd")
	files := map[string]string{"signin/profile-work.json": "{}", "journal/a.1.2.jsonl": "{}", "signin/limits-0.json": "{}"}
	for name, text := range files {
		if err := os.MkdirAll(filepath.Dir(filepath.Join(state, name)), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(state, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	opened := watchOpened(t, filepath.Join(os.Getenv("HOME"), ".config", "rcfwd"), filepath.Join(state, "signin"), filepath.Join(state, "journal"))
	n := 0
	for _, line := range everyCompletion() {
		suggestions(line...)
		n++
	}
	if _, err := os.Stat(marker); err == nil || sent > 0 || n < 100 {
		t.Errorf("%d requests after %d completions, %v", sent, n, err)
	}
	if got := opened(); !slices.Equal(got, []string{"config.toml", "profile-work.names.json"}) {
		t.Errorf("%v are read", got)
	}
	if info, err := os.Stat(filepath.Join(state, "signin", "profile-work.names.json")); err != nil || info.Size() > settings.MaxPrivateFile {
		t.Errorf("%v, %v", info, err)
	}
}

// everyCompletion are lines whose last word is to be completed: each of the arguments of
// each command, and the value of each flag where it is first.
func everyCompletion() (lines [][]string) {
	had := map[string]bool{}
	var add func(*cobra.Command)
	add = func(cmd *cobra.Command) {
		path := strings.Fields(cmd.CommandPath())[1:]
		for n := range len(argumentNames(cmd.Use)) + 1 {
			lines = append(lines, slices.Concat(path, slices.Repeat([]string{"a"}, n), []string{""}))
		}
		cmd.Flags().VisitAll(func(f *pflag.Flag) {
			if key := cmd.Annotations[annotationFields] + f.Name; f.Name != "demo" && !had[f.Name] && !had[key] {
				had[f.Name], had[key] = f.Value.Type() != "fields", true
				lines = append(lines, slices.Concat(path, []string{"--" + f.Name, ""}))
			}
		})
		for _, c := range cmd.Commands() {
			add(c)
		}
	}
	add(program{}.command())
	return lines
}

// watchOpened returns a function that returns the names of the files in some folders that
// were opened since, in order.
func watchOpened(t *testing.T, dirs ...string) func() []string {
	t.Helper()
	fd, err := unix.InotifyInit1(unix.IN_NONBLOCK | unix.IN_CLOEXEC)
	if err != nil {
		t.Skip(err)
	}
	t.Cleanup(func() { unix.Close(fd) })
	for _, dir := range dirs {
		if _, err := unix.InotifyAddWatch(fd, dir, unix.IN_OPEN|unix.IN_ONLYDIR); err != nil {
			t.Fatal(err)
		}
	}
	return func() (names []string) {
		events := make([]byte, 1<<20)
		for {
			n, err := unix.Read(fd, events)
			if err != nil || n <= 0 {
				slices.Sort(names)
				return slices.Compact(names)
			}
			for at := 0; at < n; {
				size := int(events[at+12]) | int(events[at+13])<<8
				if name := string(bytes.TrimRight(events[at+16:at+16+size], "\x00")); name != "" {
					names = append(names, name)
				}
				at += 16 + size
			}
		}
	}
}
