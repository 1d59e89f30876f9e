// Package langnghe holds what lies at the top of the project and is part of
// the program: the annotated default configuration. The program itself is
// cmd/langnghe.
package langnghe

import _ "embed"

// Config is config.yaml: every setting with its default, and the one list of
// settings there are.
//
//go:embed config.yaml
var Config []byte
