package main

import (
	"errors"
	"fmt"
	"os"
	"strings"
)

// inFile is err with the file and the line that it is about, where it is about a
// setting of keys that the file has.
func inFile(err error, path string) error {
	var wrong *keyError
	if !errors.As(err, &wrong) {
		return err
	}
	if source, readErr := os.ReadFile(path); readErr == nil {
		if line := settingLine(string(source), wrong.setting); line > 0 {
			return fmt.Errorf("%s line %d: %w", path, line, err)
		}
	}
	return fmt.Errorf("%s: %w", path, err)
}

// settingLine is the line that a setting stands on, or that of the table it stands in
// when it is written in another way than a line of its own; 0 when there is none.
func settingLine(source, setting string) (line int) {
	table := ""
	for i, text := range strings.Split(source, "\n") {
		text, _, _ = strings.Cut(text, "#")
		text = strings.TrimSpace(text)
		if strings.HasPrefix(text, "[") {
			table = strings.ReplaceAll(strings.Trim(text, "[]"), " ", "") + "."
			if strings.HasPrefix(setting, table) {
				line = i + 1
			}
			continue
		}
		name, _, is := strings.Cut(text, "=")
		switch full := table + strings.ReplaceAll(strings.TrimSpace(name), " ", ""); {
		case is && full == setting:
			return i + 1
		case is && strings.HasPrefix(setting, full+"."):
			line = i + 1
		}
	}
	return line
}
