package cli

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"rcfwd/api/toml"
)

// The file of rules set, add and edit: what rules show --toml or --json prints, or a part of
// it.

// maxRuleFile is more than a rule can need.
const maxRuleFile = 1 << 20

// readRuleFile reads the file of -f; "-" is standard input. The error is one of usage.
func (i *invocation) readRuleFile(ctx context.Context) (ruleRecord, error) {
	path := i.flag("file")
	if path == "" {
		return ruleRecord{}, asUsage(fmt.Errorf("name a file with -f, or - for standard input; %s show RULE --toml prints one", i.cmd.Root().Name()+" rules"), i.cmd)
	}
	source, err := i.readInput(path)
	if err != nil {
		return ruleRecord{}, err
	}
	c, err := parseRule(source)
	if err != nil {
		return c, asUsage(fmt.Errorf("%s: %w", path, err), i.cmd)
	}
	return c, ctx.Err()
}

func (i *invocation) readInput(path string) ([]byte, error) {
	var from io.Reader = i.In
	switch {
	case path != "-":
		file, err := os.Open(path)
		if err != nil {
			return nil, asUsage(err, i.cmd)
		}
		defer file.Close()
		from = file
	case i.In == nil:
		return nil, asUsage(errors.New("standard input is closed; name a file with -f"), i.cmd)
	}
	source, err := io.ReadAll(io.LimitReader(from, maxRuleFile+1))
	if err == nil && len(source) > maxRuleFile {
		err = fmt.Errorf("%s is too long for a rule", path)
	}
	return source, err
}

// parseRule reads a rule in TOML or JSON. A part that a rule does not have is an error.
func parseRule(source []byte) (c ruleRecord, err error) {
	source = bytes.TrimPrefix(source, []byte("\uFEFF"))
	switch text := bytes.TrimSpace(source); {
	case len(text) == 0:
		return c, errors.New("it is empty; rcfwd rules show RULE --toml prints a rule")
	case text[0] == '{':
		return c, jsonError(source, decodeJSON(source, &c))
	}
	return c, tomlError(toml.Decode(source, &c))
}

func decodeJSON(source []byte, into any) error {
	d := json.NewDecoder(bytes.NewReader(source))
	d.DisallowUnknownFields()
	if err := d.Decode(into); err != nil {
		return err
	}
	if _, err := d.Token(); err != io.EOF {
		return errors.New("something follows the rule")
	}
	return nil
}

// jsonError words an error of JSON for people.
func jsonError(source []byte, err error) error {
	var syntax *json.SyntaxError
	var kind *json.UnmarshalTypeError
	switch {
	case errors.As(err, &syntax):
		return fmt.Errorf("line %d: %w", lineAt(source, syntax.Offset), err)
	case errors.As(err, &kind):
		return fmt.Errorf("line %d: %s cannot be a %s", lineAt(source, kind.Offset), kind.Field, kind.Value)
	case err != nil && strings.HasPrefix(err.Error(), "json: unknown field"):
		return fmt.Errorf("a rule has no %s", strings.TrimPrefix(err.Error(), "json: unknown field "))
	}
	return err
}

func lineAt(source []byte, offset int64) int {
	return 1 + bytes.Count(source[:min(int(offset), len(source))], []byte("\n"))
}

// tomlError words an error of TOML for people.
func tomlError(err error) error {
	wrong, ok := errors.AsType[*toml.Error](err)
	switch {
	case !ok:
		return err
	case wrong.Unknown:
		return fmt.Errorf("line %d: a rule has no %q", wrong.Line, strings.Join(wrong.Key, "."))
	}
	return fmt.Errorf("line %d: %w", wrong.Line, wrong)
}
