package telegram

import "log/slog"

// Secret is a string that prints as stars wherever it is formatted, logged or
// marshalled. Convert it with string(s) where the value itself is needed.
type Secret string

const stars = "***"

// String hides the value.
func (Secret) String() string { return stars }

// GoString hides the value from %#v.
func (Secret) GoString() string { return stars }

// LogValue hides the value from slog.
func (Secret) LogValue() slog.Value { return slog.StringValue(stars) }

// MarshalText hides the value from JSON, YAML and the like.
func (Secret) MarshalText() ([]byte, error) { return []byte(stars), nil }
