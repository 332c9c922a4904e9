//go:build linux

package uitest

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"rcfwd/ui"
	"rcfwd/ui/cli"
)

// Examples tests that what people copy works: each line that begins with rcfwd in the
// examples of the help, in the manual, and in the blocks of the README and of docs. Those
// with --demo run as they are. The others of one page run one after another against one
// rcfwd sandbox. An example exits with 0, unless a comment at its end names another code,
// as in "# exits with 3".
func Examples(t *testing.T, keys ui.KeyMap) {
	run(t, keys, examples_ofHelpAndManualWork, examples_ofDocsWork, examples_thatDoNotRunExist, onCallScript_movesTheNumber, accountQuery_readsTheRows)
}

// notRun are the examples that no test can run as they are, with the reason.
var notRun = map[string]string{
	"rcfwd":                      "opens the screen; see EndToEnd",
	"rcfwd --demo":               "opens the screen; see EndToEnd",
	"rcfwd --log requests.jsonl": "opens the screen; see RequestLog",
	"rcfwd --read-only":          "opens the screen",
	"rcfwd sweep --profiles all": "needs profiles",
	"rcfwd forwards --profiles all --jsonl > forwards.jsonl": "needs profiles",
	"rcfwd login":                                             "needs a browser; see SignIn",
	"rcfwd logout --profile work":                             "needs a login under the profile work; see SignIn",
	"rcfwd sandbox --listen 127.0.0.1:8420":                   "serves until it is interrupted, at a port that may be taken",
	"rcfwd sandbox --listen 127.0.0.1:8420 > sandbox.env":     "serves until it is interrupted, at a port that may be taken",
	"rcfwd sandbox > sandbox.env &":                           "serves until it is interrupted, at a port that may be taken",
	"rcfwd login --profile work --way jwt --jwt-file jwt.txt": "asks for the rest; see SignIn",
	"rcfwd --profile work --extension 104 --read-only":        "opens the screen",
}

func examples_ofHelpAndManualWork(t *testing.T, keys ui.KeyMap) {
	dir := t.TempDir()
	if code := cli.Execute(cli.Streams{Out: new(bytes.Buffer), Err: new(bytes.Buffer)}, []string{"man", "--dir", dir}, keys); code != cli.ExitDone {
		t.Fatalf("rcfwd man exits with %d", code)
	}
	pages, _ := filepath.Glob(filepath.Join(dir, "*.1"))
	run, count := newExampleRun(t, keys), 0
	for _, page := range pages {
		for _, e := range manualExamples(readFile(t, page)) {
			run.example(filepath.Base(page), e)
			count++
		}
	}
	if count < 20 {
		t.Errorf("only %d examples were found", count)
	}
}

func examples_ofDocsWork(t *testing.T, keys ui.KeyMap) {
	for _, file := range docFiles(t) {
		t.Run(filepath.Base(file), func(t *testing.T) {
			t.Parallel()
			run := newExampleRun(t, keys)
			for _, e := range blockExamples(readFile(t, file)) {
				run.example(file, e)
			}
		})
	}
}

// An example that is gone, or can run, must not stay in the list.
func examples_thatDoNotRunExist(t *testing.T, keys ui.KeyMap) {
	var all []string
	for _, file := range docFiles(t) {
		all = append(all, blockExamples(readFile(t, file))...)
	}
	var manual bytes.Buffer
	cli.Execute(cli.Streams{Out: &manual, Err: new(bytes.Buffer)}, []string{"man"}, keys)
	all = append(all, manualExamples(manual.String())...)
	for e := range notRun {
		if !slices.ContainsFunc(all, func(a string) bool { return bare(a) == e }) {
			t.Errorf("no page has the example %q", e)
		}
	}
}

func docFiles(t *testing.T) []string {
	files, err := filepath.Glob("docs/*.md")
	if err != nil || len(files) == 0 {
		t.Fatal("there are no docs", err)
	}
	return append(files, "README.md")
}

func readFile(t *testing.T, name string) string {
	t.Helper()
	text, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// blockExamples returns the examples in the blocks of a page in Markdown, fenced ones and
// indented ones. A line that ends in a backslash goes on in the next.
func blockExamples(page string) (examples []string) {
	fenced := false
	for _, l := range strings.Split(strings.ReplaceAll(page, "\\\n", " "), "\n") {
		if strings.HasPrefix(strings.TrimSpace(l), "```") {
			fenced = !fenced
		}
		text, indented := strings.CutPrefix(l, "    ")
		text = strings.TrimPrefix(strings.TrimPrefix(strings.TrimSpace(text), "$ "), "./")
		if (fenced || indented) && (bare(text) == "rcfwd" || strings.HasPrefix(text, "rcfwd ")) {
			examples = append(examples, text)
		}
	}
	return examples
}

// manualExamples returns the examples of a manual page.
func manualExamples(page string) (examples []string) {
	_, page, _ = strings.Cut(page, `.SH "EXAMPLES"`)
	page, _, _ = strings.Cut(page, "\n.SH ")
	plain := strings.NewReplacer(`\-`, "-", `\e`, `\`, `\(aq`, "'", `\(ti`, "~", `\(ha`, "^", `\(ga`, "`", `\fB`, "", `\fR`, "", `\&`, "")
	for _, l := range strings.Split(page, "\n") {
		if l = strings.TrimSpace(plain.Replace(l)); exampleStart.MatchString(l) {
			examples = append(examples, l)
		}
	}
	return examples
}

// exampleStart is how an example begins: with rcfwd, or with what it reads or opens.
var exampleStart = regexp.MustCompile(`^(rcfwd |printf |EDITOR=)`)

// exampleRun runs the examples of one page.
type exampleRun struct {
	t    *testing.T
	keys ui.KeyMap
	done map[string]bool // examples with --demo that were run
	env  []string        // of the sandbox; nil until one is needed
	dir  string
}

func newExampleRun(t *testing.T, keys ui.KeyMap) *exampleRun {
	return &exampleRun{t: t, keys: keys, done: map[string]bool{}, dir: t.TempDir()}
}

var exitsWith = regexp.MustCompile(`# .*exits with (\d+)`)

// example runs an example of a page.
func (r *exampleRun) example(page, example string) {
	r.t.Helper()
	line, want := bare(example), cli.ExitDone
	if m := exitsWith.FindStringSubmatch(example); m != nil {
		want, _ = strconv.Atoi(m[1])
	}
	if notRun[line] != "" || r.done[line] {
		return
	}
	demo := slices.Contains(strings.Fields(line), "--demo")
	r.done[line] = demo
	run := r.inShell
	if words, simple := shellWords(line); simple && demo && words[0] == "rcfwd" {
		run = func(string) (string, int) { return r.inProcess(words[1:]) }
	}
	if said, code := run(line); code != want {
		r.t.Errorf("%s: %s exits with %d, want %d:\n%.600s", page, line, code, want, said)
	}
}

func (r *exampleRun) inProcess(args []string) (said string, code int) {
	type ending struct {
		said string
		code int
	}
	ended := make(chan ending, 1)
	go func() {
		var b bytes.Buffer
		code := cli.Execute(cli.Streams{Out: &b, Err: &b}, args, r.keys)
		ended <- ending{b.String(), code}
	}()
	select {
	case e := <-ended:
		return e.said, e.code
	case <-time.After(patience):
		return "it does not end", -1
	}
}

// inShell runs a line with a shell, where rcfwd signs in to a sandbox.
func (r *exampleRun) inShell(line string) (said string, code int) {
	if r.env == nil {
		r.env = append(rcfwdInPath(r.t), startSandbox(r.t, "--faults", "limits=off")...)
	}
	ctx, cancel := context.WithTimeout(r.t.Context(), patience)
	defer cancel()
	cmd := exec.CommandContext(ctx, "sh", "-c", line)
	cmd.Env, cmd.Dir = r.env, r.dir
	out, _ := cmd.CombinedOutput()
	return string(out), cmd.ProcessState.ExitCode()
}

// rcfwdInPath returns the environment of scripts: rcfwd is in the path, the home is empty,
// and access tokens are kept from run to run.
func rcfwdInPath(t *testing.T) []string {
	t.Helper()
	bin, runtime := t.TempDir(), filepath.Join(t.TempDir(), "run")
	self, err := os.Executable()
	if err == nil {
		err = os.Symlink(self, filepath.Join(bin, "rcfwd"))
	}
	if err == nil {
		err = os.Mkdir(runtime, 0o700)
	}
	if err != nil {
		t.Fatal(err)
	}
	return []string{envRun + "=1", "HOME=" + t.TempDir(), "XDG_RUNTIME_DIR=" + runtime,
		fmt.Sprintf("PATH=%s:%s", bin, os.Getenv("PATH"))}
}
