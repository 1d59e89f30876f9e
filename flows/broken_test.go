package flows_test

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"langnghe/flows"
)

// defaultFiles is a copy of the default folder that a test may change.
func defaultFiles(t testing.TB) fstest.MapFS {
	t.Helper()
	m := fstest.MapFS{}
	names, err := fs.Glob(flows.Default, "*.yaml")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range names {
		b, err := fs.ReadFile(flows.Default, name)
		if err != nil {
			t.Fatal(err)
		}
		m[name] = &fstest.MapFile{Data: b}
	}
	return m
}

// TestBroken loads each file of testdata/broken beside the default flows. The
// lines "# muốn: …" at its top are the problems expected, all of them. A file
// called messages--x.yaml stands in for messages.yaml, and so on.
func TestBroken(t *testing.T) {
	files, err := filepath.Glob("testdata/broken/*.yaml")
	if err != nil || len(files) == 0 {
		t.Fatal("no files", err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".yaml"), func(t *testing.T) {
			b, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			body := string(b)
			var want []string
			for strings.HasPrefix(body, "# muốn: ") {
				var line string
				line, body, _ = strings.Cut(body, "\n")
				want = append(want, strings.TrimPrefix(line, "# muốn: "))
			}
			name := "thu.yaml"
			if special, _, ok := strings.Cut(filepath.Base(file), "--"); ok {
				name = special + ".yaml"
			}
			m := defaultFiles(t)
			got := problems(m, name, strings.Repeat("#\n", len(want))+body)
			if *update && len(got) != len(want) {
				got = problems(m, name, strings.Repeat("#\n", len(got))+body)
			}
			if len(got) == 0 {
				t.Fatal("no problem found")
			}
			if *update {
				if err := os.WriteFile(file, []byte("# muốn: "+strings.Join(got, "\n# muốn: ")+"\n"+body), 0o644); err != nil {
					t.Fatal(err)
				}
				return
			}
			if d := cmp.Diff(want, got); d != "" {
				t.Errorf("-want +got\n%s", d)
			}
		})
	}
}

func problems(m fstest.MapFS, name, src string) []string {
	m[name] = &fstest.MapFile{Data: []byte(src)}
	set, ps := flows.Load(m, testNeeds())
	var out []string
	for _, p := range ps {
		s := p.String()
		if rest, ok := strings.CutPrefix(s, name+":"); ok {
			s = strings.TrimPrefix(rest, " ")
		}
		out = append(out, s)
	}
	if set != nil && len(ps) > 0 {
		out = append(out, fmt.Sprint("a set beside problems: ", set.Version()))
	}
	return out
}
