package keymap

import (
	"errors"
	"fmt"
	"os"
	"strings"
)

// Locate adds to an error of Apply the file of the settings, and the line when the
// file has the setting that the error is about. It returns other errors as they
// are.
func Locate(err error, path string) error {
	var wrong *settingError
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

// settingLine returns the line of a setting, or that of its table when the setting
// has no line of its own; 0 when there is neither.
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
