package cli

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"runtime"
	"strings"

	"rcfwd/api"
)

func editRule(ctx context.Context, i *invocation) error {
	editor := cmp.Or(i.getenv("VISUAL"), i.getenv("EDITOR"))
	if editor == "" {
		return asUsage(fmt.Errorf("set EDITOR to the command of an editor; or write the rule to a file with rcfwd rules show %s --toml, and send it with rcfwd rules set %s -f FILE", quoted(i.args[0]), quoted(i.args[0])), i.cmd)
	}
	s, r, err := i.openRule(ctx, api.Need{Numbers: true})
	if err != nil {
		return err
	}
	path, edited, err := s.edit(ctx, editor, &r)
	switch {
	case err != nil:
		return err
	case edited == nil:
		return s.printRule(ctx, &r)
	}
	if err := s.writeEdited(ctx, &r, edited); err != nil {
		s.note("What you wrote is in %s. Send it with: rcfwd rules set %s -f %s", path, quoted(r.ID), quoted(path))
		return err
	}
	return os.Remove(path)
}

// getenv is a variable of the environment.
func (i *invocation) getenv(name string) string {
	if i.Getenv == nil {
		return os.Getenv(name)
	}
	return i.Getenv(name)
}

// edit opens a rule in an editor. edited is nil where nothing was changed; the file is gone
// then.
func (s *session) edit(ctx context.Context, editor string, r *api.Rule) (path string, edited []byte, err error) {
	text := []byte(new(recordOf(r)).toml())
	file, err := os.CreateTemp(s.getenv("TMPDIR"), "rcfwd-rule-*.toml")
	if err != nil {
		return "", nil, err
	}
	path = file.Name()
	if _, err = file.Write(text); err == nil {
		err = file.Close()
	}
	if err == nil {
		err = s.runEditor(ctx, editor, path)
	}
	if err == nil {
		edited, err = os.ReadFile(path)
	}
	if err != nil || bytes.Equal(edited, text) {
		err = errors.Join(err, os.Remove(path))
		edited = nil
	}
	if err == nil && edited == nil {
		s.note("Nothing was changed. Nothing was sent.")
	}
	return path, edited, err
}

// runEditor runs the command of an editor, which may have arguments, on a file. Standard
// output is for data, so an editor that draws has it only where it is a terminal.
func (s *session) runEditor(ctx context.Context, editor, path string) error {
	cmd := exec.CommandContext(ctx, "sh", "-c", editor+` "$1"`, "sh", path)
	if words := strings.Fields(editor); runtime.GOOS == "windows" && len(words) > 0 {
		cmd = exec.CommandContext(ctx, words[0], append(words[1:], path)...)
	}
	cmd.Stderr = os.Stderr
	cmd.Stdout = io.Writer(os.Stderr)
	if isTerminal(os.Stdout) {
		cmd.Stdout = os.Stdout
	}
	if s.In != nil {
		cmd.Stdin = s.In
	}
	if err := cmd.Run(); err != nil {
		return fmt.Errorf("the editor %q failed: %w. Nothing was sent", editor, err)
	}
	return nil
}

// writeEdited sends what an editor has left.
func (s *session) writeEdited(ctx context.Context, r *api.Rule, edited []byte) error {
	file, err := parseRule(edited)
	if err != nil {
		return asUsage(err, s.cmd)
	}
	if err := s.needHash(&file); err != nil {
		return err
	}
	return s.writeRule(ctx, r, &file)
}

// quoted is a word for a shell.
func quoted(word string) string {
	if word != "" && strings.Trim(word, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-./:+@") == "" {
		return word
	}
	return "'" + strings.ReplaceAll(word, "'", `'\''`) + "'"
}
