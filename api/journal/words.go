package journal

import (
	"cmp"

	"rcfwd/api"
)

// FieldName is what people call a field.
func FieldName(f api.Field) string {
	switch f {
	case api.FieldPhone:
		return "number"
	case api.FieldDevice:
		return "device"
	case api.FieldFlip:
		return "flip digit"
	}
	return string(f)
}

// OrNone is s, or "none" where it is empty.
func OrNone(s string) string {
	if s == "" {
		return "none"
	}
	return s
}

// Named is a label, or what stands for one that is empty.
func Named(label string) string { return cmp.Or(label, "a number without a label") }

// Quote is a label in quotation marks, or what stands for one that is empty.
func Quote(label string) string {
	if label == "" {
		return Named(label)
	}
	return `"` + label + `"`
}

// Stands says where a number stands after a change that was done in part.
func (c Comparison) Stands() string {
	if c.After == nil {
		return Quote(c.Before.Label)
	}
	return Quote(c.After.Label)
}

// Differs reports whether any field of the number was changed.
func (c Comparison) Differs() bool {
	for _, f := range c.Fields {
		if f.Differs {
			return true
		}
	}
	return false
}
