package archtest

import (
	"bytes"
	"fmt"
	"path"
	"regexp"
	"strings"
	"testing"
)

// A file is one concept; one that outgrows these holds two.
const (
	maxLines     = 400
	maxTestLines = 500
)

func TestFileLength(t *testing.T)     { holds(t, fileLength) }
func TestForbiddenWords(t *testing.T) { holds(t, forbiddenWords) }

// fileLength finds Go files that are too long, those of nested modules too.
func fileLength(t *tree) (found []finding) {
	for _, f := range t.texts {
		if path.Ext(f.path) != ".go" {
			continue
		}
		limit := maxLines
		if strings.HasSuffix(f.path, "_test.go") {
			limit = maxTestLines
		}
		if n := bytes.Count(f.text, []byte("\n")); n > limit {
			found = append(found, finding{f.path, n, fmt.Sprintf(
				"%d lines, at most %d: a file is one concept, and this one has room for two", n, limit)})
		}
	}
	return found
}

// forbidden is words that mean that something is missing, or that the
// repository leans on what lies outside it. They are put together here because
// this file is searched too.
var forbidden = regexp.MustCompile(`\b(TO` + `DO|FIX` + `ME)\b|(?i:not ` + `implemented)|\.\./` + `shared`)

// forbiddenWords finds them in every text file.
func forbiddenWords(t *tree) (found []finding) {
	for _, f := range t.texts {
		for i, line := range bytes.Split(f.text, []byte("\n")) {
			if word := forbidden.Find(line); word != nil {
				found = append(found, finding{f.path, i + 1, fmt.Sprintf(
					"%q: what is here is finished and stands on its own; the rest belongs in an issue", word)})
			}
		}
	}
	return found
}

func TestFileLengthBites(t *testing.T) {
	lines := func(n int) string { return "package p" + strings.Repeat("\n", n) }
	made := source(t,
		"a/fits.go", lines(400),
		"a/long.go", lines(401),
		"a/fits_test.go", lines(500),
		"a/long_test.go", lines(501),
		"a/long.md", strings.Repeat("\n", 1000),
	)
	bites(t, fileLength, made,
		"a/long.go:401: 401 lines, at most 400",
		"a/long_test.go:501: 501 lines, at most 500",
	)
}

func TestForbiddenWordsBite(t *testing.T) {
	made := source(t,
		"a/a.go", "package a\n\n// TO"+"DO: the rest",
		"README.md", "see ../"+"shared/design.md\nTÓM TẮT\nFIX"+"MEUP is a word",
		"config.yaml", "a: 1 # Not "+"Implemented\nb: 2 # FIX"+"ME",
		"web/picture.png", "TO"+"DO\x00",
	)
	bites(t, forbiddenWords, made,
		`a/a.go:3: "TO`+`DO"`,
		`README.md:1: "../`+`shared"`,
		`config.yaml:1: "Not `+`Implemented"`,
		`config.yaml:2: "FIX`+`ME"`,
	)
}
