package main

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"langnghe/flows"
)

// broken is a folder in which everything is wrong.
var broken = map[string]string{
	"config.yaml": `telegram:
  tokn: "1:a"
  per_second: nhanh
store: {url: "sqlite:x.db"}
time_zone: Ha_Noi
urgent: {ack_khan: 1 giờ}
schedule:
  - {id: a, kind: deadlines, cron: "x"}
org: {file: units.yaml}
flows: {dir: kich-ban}
`,
	"units.yaml": `units:
  - {id: hn, type: thanh_pho, name: Hà Nội}
  - {id: hn, type: phuong, name: Ba Đình, parent: hm}
people:
  - {id: Lan, name: "Lan 0912345678", posts: [{unit: bd, role: colaborator}]}
`,
}

var position = regexp.MustCompile(`^\S+\.yaml:\d+:\d+: `)

// TestBrokenFiles shows that all problems of all files are told at once, with
// where they stand, and that nothing is started.
func TestBrokenFiles(t *testing.T) {
	dir := t.TempDir()
	write := func(name, text string) {
		t.Helper()
		if err := os.MkdirAll(filepath.Dir(filepath.Join(dir, name)), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	for name, text := range broken {
		write(name, text)
	}
	code, _, stderr := runs(t, "check", "--config", filepath.Join(dir, "config.yaml"))
	if code != 1 {
		t.Errorf("check ended with %d", code)
	}
	want(t, stderr, "config.yaml:2:3: ", `"tokn"; có phải ý là "token"`, "config.yaml:3:15: ", "config.yaml:4:", "bolt:", "config.yaml:5:", "Ha_Noi",
		"config.yaml:6:", "config.yaml:8:", "deadlines", "units.yaml:3:", "units.yaml:5:", filepath.Join(dir, "kich-ban")+": không đọc được")
	serve, _, again := runs(t, "serve", "--config", filepath.Join(dir, "config.yaml"))
	if serve != 1 {
		t.Errorf("serve ended with %d", serve)
	}
	want(t, again, "config.yaml:2:3: ", "config.yaml:8:")

	// With good settings the other files are all looked at together.
	write("config.yaml", "org: {file: units.yaml}\nflows: {dir: kich-ban}\nstore: {url: \"bolt:kho/x.db\"}\n")
	entries, err := fs.ReadDir(flows.Default, ".")
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		data, err := fs.ReadFile(flows.Default, e.Name())
		if err != nil {
			t.Fatal(err)
		}
		text := string(data)
		switch e.Name() {
		case "khan.yaml":
			text = strings.Replace(text, "pick: urgent_triggers", "pick: urgent_trigers", 1)
		case "bot.yaml":
			text = strings.Replace(text, "bot.welcome:", "bot.welcom:", 1)
		}
		write("kich-ban/"+e.Name(), text)
	}
	code, _, stderr = runs(t, "check", "--config", filepath.Join(dir, "config.yaml"))
	if code != 1 {
		t.Errorf("check ended with %d", code)
	}
	want(t, stderr, "units.yaml:3:", "units.yaml:5:", "khan.yaml:", "urgent_trigers", "urgent_triggers", "bot.yaml:", "bot.welcom")
	for line := range strings.Lines(stderr) {
		if strings.Contains(line, "0912345678") {
			t.Errorf("a phone number is repeated: %s", line)
		}
		if !position.MatchString(line) && !strings.HasPrefix(line, " ") && strings.TrimSpace(line) != "" {
			t.Errorf("without position: %s", line)
		}
	}
	if _, err := os.Stat(filepath.Join(dir, "kho")); err == nil {
		t.Error("a data folder was made although nothing can start")
	}
}

// TestExitCodes runs the program as a shell would.
func TestExitCodes(t *testing.T) {
	dir := t.TempDir()
	good := filepath.Join(dir, "config.yaml")
	for name, text := range map[string]string{
		"config.yaml": "org: {file: org.yaml}\nstore: {url: \"bolt:kho.db\"}\n", "org.yaml": townOrg,
	} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	for _, c := range []struct {
		args   []string
		code   int
		stdout string
		stderr string
	}{
		{[]string{"--help"}, 0, "langnghe", ""},
		{[]string{"check", "--config", good}, 0, "Đạt: 5 đơn vị, 11 người", ""},
		{[]string{"check", "--config", filepath.Join(dir, "none.yaml")}, 1, "", "không đọc được tệp"},
		{[]string{"serve", "--config", good}, 1, "", "chưa có nền tảng nào"},
		{[]string{"invite", "--config", good, "--unit", "bd", "--role", "collaborator"}, 0, "Mã mời: ", ""},
		{[]string{"invite", "--config", good, "--unit", "db", "--role", "collaborator"}, 1, "", "--unit"},
		{[]string{"invite", "--config", good, "--unit", "bd", "--role", "colaborator"}, 1, "", "collaborator"},
		{[]string{"outbox", "list", "--config", good}, 0, "Không có tin nào", ""},
		{[]string{"outbox", "show", "7", "--config", good}, 1, "", "không có tin 7"},
		{[]string{"quarantine", "list", "--config", good}, 0, "Không có tin nào", ""},
		{[]string{"quarantine", "replay", "x", "--config", good}, 1, "", "quarantine list"},
		{[]string{"quarantine", "show"}, 2, "", "--help"},
		{[]string{"quarantine"}, 2, "", "quarantine list"},
		{[]string{"zalo", "group", "list", "--config", good}, 0, "Chưa có nhóm Zalo nào", ""},
		{[]string{"zalo", "group", "create", "--config", good, "--unit", "bdd"}, 1, "", "--unit"},
		{[]string{"zalo", "group", "create", "--config", good, "--unit", "bd"}, 1, "", "chưa bật Zalo"},
		{[]string{"zalo", "group", "show", "x", "--config", good}, 1, "", "chưa bật Zalo"},
		{[]string{"zalo", "group", "delete"}, 2, "", "--help"},
		{[]string{"zalo", "group"}, 2, "", "zalo group create"},
		{[]string{"dance"}, 2, "", "dance"},
		{[]string{"check", "--confg", good}, 2, "", "confg"},
		{[]string{"check", "more"}, 2, "", "--help"},
		{[]string{"check", "--config", good, "--data", dir}, 2, "", "config"},
	} {
		t.Run(strings.ReplaceAll(strings.Join(c.args, " "), dir, "DIR"), func(t *testing.T) {
			code, stdout, stderr := runs(t, c.args...)
			if code != c.code {
				t.Errorf("ended with %d, want %d\n%s%s", code, c.code, stdout, stderr)
			}
			want(t, stdout, orNothing(c.stdout)...)
			want(t, stderr, orNothing(c.stderr)...)
		})
	}
	t.Setenv("LANGNGHE_TELEGRAM_TOKN", "100200300:token")
	if code, _, stderr := runs(t, "check", "--config", good); code != 1 || !strings.Contains(stderr, "LANGNGHE_TELEGRAM_TOKEN") || strings.Contains(stderr, "100200300") {
		t.Errorf("%d %s", code, stderr)
	}
}

func orNothing(s string) []string {
	if s == "" {
		return nil
	}
	return []string{s}
}

// runs runs the program with arguments and gives what it printed.
func runs(t *testing.T, args ...string) (code int, stdout, stderr string) {
	t.Helper()
	outs := [2]*os.File{}
	for i := range outs {
		f, err := os.CreateTemp(t.TempDir(), "out")
		if err != nil {
			t.Fatal(err)
		}
		outs[i] = f
	}
	before := [2]*os.File{os.Stdout, os.Stderr}
	os.Stdout, os.Stderr = outs[0], outs[1]
	code = run(t.Context(), args)
	os.Stdout, os.Stderr = before[0], before[1]
	var text [2]string
	for i, f := range outs {
		data, err := os.ReadFile(f.Name())
		if err != nil {
			t.Fatal(err)
		}
		text[i] = string(data)
		if err := f.Close(); err != nil {
			t.Fatal(err)
		}
	}
	return code, text[0], text[1]
}
