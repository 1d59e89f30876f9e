package main

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"langnghe/bot/chat"
)

var update = flag.Bool("update", false, "write what the program says into testdata/talk")

// TestTalk plays the conversations of testdata/talk through the whole program,
// on each platform, once straight through and once restarting the program
// at every turn, before it or in its midst. All must read the same.
//
// What is done: "@lan" takes up somebody's phone, "@lan bên kia" the one he has
// on the other platform, "> …" types, ">> …" types and
// goes on at once, "[…]" taps the latest choice of that name, "[[…]]" the
// oldest, "~ 10m" lets time pass ("~ 3 ngày" too), "$ invite person=lan" is an
// operator's command, "! …" is something else ("! restart", "! chặn",
// "! bỏ chặn", "! mở CODE"), "= …" asks for a fact. What comes back ("< …", the
// choices below it, and what stands after " → ") is written by -update.
func TestTalk(t *testing.T) {
	files, err := filepath.Glob("testdata/talk/*.txt")
	if err != nil || len(files) == 0 {
		t.Fatal("no conversations", err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txt"), func(t *testing.T) {
			t.Parallel()
			raw, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			want := string(raw)
			for i, platform := range headList(want, "nền tảng", "zalo, telegram") {
				for _, restarts := range []bool{false, true} {
					name := platform
					if restarts {
						name += " khởi động lại"
					}
					t.Run(name, func(t *testing.T) {
						got := playTalk(t, want, platform, restarts)
						if *update && i == 0 && !restarts {
							if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
								t.Fatal(err)
							}
							want = got
						}
						if d := cmp.Diff(strings.Split(want, "\n"), strings.Split(got, "\n")); d != "" {
							t.Errorf("conversation changed (-want +got); -update writes it anew\n%s", d)
						}
					})
				}
			}
		})
	}
}

// head is the value of a line "# key: value".
func head(script, key, otherwise string) string {
	for line := range strings.Lines(script) {
		if v, ok := strings.CutPrefix(line, "# "+key+": "); ok {
			return strings.TrimSpace(v)
		}
	}
	return otherwise
}

func headList(script, key, otherwise string) []string {
	var out []string
	for v := range strings.SplitSeq(head(script, key, otherwise), ",") {
		if v = strings.TrimSpace(v); v != "" {
			out = append(out, v)
		}
	}
	return out
}

// turnTime passes with each turn: what is told in pieces is complete by then,
// and what the platforms allow in a second has been sent.
const turnTime = 10 * time.Second

// talk is one playing of one script.
type talk struct {
	*town
	platform string
	restarts bool
	turns    int
	phones   map[string]*phone
	names    []string // of phones, in order of appearance
	on       *phone
	group    chat.Address
	codes    []string // as they appeared
	out      strings.Builder
}

func playTalk(t *testing.T, script, platform string, restarts bool) string {
	t.Helper()
	var opts []townOption
	if at := head(script, "lúc", ""); at != "" {
		start, err := time.ParseInLocation("2006-01-02 15:04", at, hanoi)
		if err != nil {
			t.Fatal(err)
		}
		opts = append(opts, startingAt(start))
	}
	p := &talk{town: newTown(t, opts...), platform: platform, restarts: restarts, phones: map[string]*phone{}}
	for _, who := range headList(script, "người", "") {
		p.settleIn(who + "@" + platform)
	}
	if g := headList(script, "nhóm", ""); len(g) > 1 {
		p.group = p.bindGroup(g[0], platform, g[1:]...)
	}
	p.settle()
	for line := range strings.SplitSeq(strings.TrimRight(script, "\n"), "\n") {
		p.line(line)
	}
	for _, name := range p.names {
		if n := len(strings.Split(p.unread(p.phones[name]), "\n< ")); p.unread(p.phones[name]) != "" {
			fmt.Fprintf(&p.out, "\n(%s còn %d tin chưa đọc)\n", name, n)
		}
	}
	return p.out.String()
}

// line plays one line of a script, dropping what is output.
func (p *talk) line(line string) {
	p.Helper()
	mark, rest, _ := strings.Cut(line, " ")
	switch {
	case strings.HasPrefix(line, "#"):
		p.out.WriteString(line + "\n")
		return
	case line == "" || mark == "<" || strings.HasPrefix(line, "  ") || strings.HasPrefix(line, "("):
		return
	case mark == "=":
		key, _, _ := strings.Cut(rest, " →")
		p.out.WriteString("= " + key + " → " + p.hideCodes(p.fact(key)) + "\n")
		return
	}
	p.turns++
	if p.restarts && p.turns%2 == 0 {
		p.restart()
	}
	if !strings.HasPrefix(p.out.String(), "#") || !strings.HasSuffix(p.out.String(), "\n\n") {
		p.out.WriteString("\n")
	}
	p.out.WriteString(line + "\n")
	switch {
	case strings.HasPrefix(line, "@nhóm"):
		p.on = nil
		for _, text := range p.groupTexts(p.group) {
			p.out.WriteString(p.bubbleText(text, nil))
		}
	case strings.HasPrefix(line, "@"):
		p.take(line[1:])
	case mark == ">":
		p.on.send(p.showCodes(rest))
		p.after(turnTime)
	case mark == ">>":
		p.on.send(p.showCodes(rest))
		p.settle()
	case strings.HasPrefix(line, "[["):
		p.tap(strings.Trim(line, "[]"), true)
	case strings.HasPrefix(line, "["):
		p.tap(strings.Trim(line, "[]"), false)
	case mark == "~":
		p.after(span(p, rest))
	case mark == "$":
		p.command(rest)
	case mark == "!":
		p.deed(rest)
	default:
		p.Fatalf("what is %q?", line)
	}
	if p.on != nil {
		p.out.WriteString(p.unread(p.on))
		p.on.read = len(p.on.bubbles())
	}
}

// after lets what was just done arrive, restarts the program if it is to be,
// and lets time pass.
func (p *talk) after(d time.Duration) {
	p.Helper()
	p.settle()
	if p.restarts && p.turns%2 == 1 {
		p.restart()
	}
	p.pass(d)
}

func span(p *talk, s string) time.Duration {
	p.Helper()
	if days, ok := strings.CutSuffix(s, " ngày"); ok {
		n, err := strconv.Atoi(days)
		if err != nil {
			p.Fatal(err)
		}
		return time.Duration(n) * 24 * time.Hour
	}
	d, err := time.ParseDuration(s)
	if err != nil {
		p.Fatal(err)
	}
	return d
}

// take takes up somebody's phone.
func (p *talk) take(name string) {
	if _, ok := p.phones[name]; !ok {
		person, other := strings.CutSuffix(name, " bên kia")
		platform := p.platform
		if other {
			platform = map[string]string{"zalo": "telegram", "telegram": "zalo"}[platform]
		}
		ph := p.phone(person + "@" + platform)
		ph.read = 0
		p.phones[name] = ph
		p.names = append(p.names, name)
	}
	p.on = p.phones[name]
}

// tap chooses the option of that name: by its button, or where the platform
// drew none, by its number.
func (p *talk) tap(label string, oldest bool) {
	p.Helper()
	all := p.on.bubbles()
	for n := range all {
		i := len(all) - 1 - n
		if oldest {
			i = n
		}
		b := all[i]
		if b.mine {
			continue
		}
		for j, title := range b.buttons {
			if strings.Contains(title, label) {
				p.on.pressAt(b, j)
				p.after(turnTime)
				return
			}
		}
		_, choices := drawn(b)
		if b.rows > 0 || len(b.buttons) > 0 {
			continue
		}
		for _, c := range choices {
			if key, name, _ := strings.Cut(c, "] "); strings.Contains(name, label) {
				p.on.send(strings.TrimPrefix(key, "["))
				p.after(turnTime)
				return
			}
		}
	}
	p.Errorf("%s sees no choice %q", p.on.person, label)
	fmt.Fprintf(&p.out, "(không thấy %q)\n", label)
}

func (p *talk) command(line string) {
	p.Helper()
	words := strings.Fields(p.showCodes(line))
	t := task{Args: map[string]string{}}
	for _, w := range words {
		if k, v, ok := strings.Cut(w, "="); ok {
			t.Args[k] = v
		} else {
			t.Do = strings.TrimSpace(t.Do + " " + w)
		}
	}
	text, err := p.node.operate(p.Context(), t)
	if err != nil {
		text = "lỗi: " + err.Error()
	}
	p.settle()
	p.out.WriteString(p.bubbleText(text, nil))
}

func (p *talk) deed(what string) {
	p.Helper()
	z, tg := ids(p.personOn())
	verb, arg, _ := strings.Cut(p.showCodes(what), " ")
	platform := p.platform
	if p.on != nil {
		platform = p.on.platform
	}
	switch {
	case what == "restart":
		p.restart()
	case what == "chặn" && platform == "zalo":
		p.zalo.Unfollow(z)
	case what == "bỏ chặn" && platform == "zalo":
		p.zalo.Follow(z)
	case what == "chặn":
		p.must(p.telegram.Block(tg))
	case what == "bỏ chặn":
		p.must(p.telegram.Unblock(tg))
	case verb == "mở" && platform == "telegram":
		_, err := p.telegram.Start(tg, strings.ReplaceAll(arg, "-", ""))
		p.must(err)
	case verb == "mở":
		p.on.send(arg)
	default:
		p.Fatalf("what is %q?", what)
	}
	p.after(turnTime)
}

func (p *talk) personOn() string {
	if p.on == nil {
		return ""
	}
	return p.on.person
}

func (w *town) must(err error) {
	w.Helper()
	if err != nil {
		w.Fatal(err)
	}
}

// unread is what a phone shows that was not looked at, as script lines.
func (p *talk) unread(ph *phone) string {
	var b strings.Builder
	all := ph.bubbles()
	for _, x := range all[min(ph.read, len(all)):] {
		if x.mine {
			continue
		}
		text, choices := drawn(x)
		b.WriteString(p.bubbleText(text, choices))
	}
	return b.String()
}

func (p *talk) bubbleText(text string, choices []string) string {
	var b strings.Builder
	for i, l := range strings.Split(p.hideCodes(text), "\n") {
		b.WriteString([]string{"< ", "  "}[min(i, 1)] + l + "\n")
	}
	for _, c := range choices {
		b.WriteString("  " + c + "\n")
	}
	return b.String()
}

var numberedLine = regexp.MustCompile(`^(\d{1,2}|b)\. (.*)$`)

// drawn takes a bubble's choices apart from its words: Telegram draws them as
// buttons, Zalo always as lines below the words.
func drawn(b bubble) (text string, choices []string) {
	lines := strings.Split(b.text, "\n")
	if b.rows > 0 { // Telegram
		for _, l := range b.all {
			choices = append(choices, numberedLine.ReplaceAllString(l, "[$1] $2"))
		}
		return sameWords(b.text), choices
	}
	n := len(lines)
	for n > 0 && numberedLine.MatchString(lines[n-1]) {
		n--
	}
	for _, l := range lines[n:] {
		choices = append(choices, numberedLine.ReplaceAllString(l, "[$1] $2"))
	}
	return sameWords(strings.Join(lines[:n], "\n")), choices
}

var channelWord = regexp.MustCompile(`(?m)(^- Kênh: |, qua |^- )(?:Zalo|Telegram)(, số tài khoản )?\d*($|; đã rút)`)

// sameWords hides where a text tells the platform.
func sameWords(s string) string { return channelWord.ReplaceAllString(s, "$1…$2$3") }

var codeShape = regexp.MustCompile(`\b[A-HJKMNP-Z2-9]{4}-[A-HJKMNP-Z2-9]{4}\b|start(?:group)?=[A-HJKMNP-Z2-9]{8}\b`)

// hideCodes writes MÃ-1, MÃ-2 … for codes, which depend on the store's key.
func (p *talk) hideCodes(s string) string {
	return codeShape.ReplaceAllStringFunc(s, func(code string) string {
		before := ""
		if i := strings.IndexByte(code, '='); i >= 0 {
			before, code = code[:i+1], code[i+1:i+5]+"-"+code[i+5:]
		}
		for i, c := range p.codes {
			if c == code {
				return before + "MÃ-" + strconv.Itoa(i+1)
			}
		}
		p.codes = append(p.codes, code)
		return before + "MÃ-" + strconv.Itoa(len(p.codes))
	})
}

// showCodes is the way back; "mã-1" is how somebody careless types it.
func (p *talk) showCodes(s string) string {
	for i, c := range p.codes {
		s = strings.ReplaceAll(s, "MÃ-"+strconv.Itoa(i+1), c)
		s = strings.ReplaceAll(s, "mã-"+strconv.Itoa(i+1), strings.ToLower(strings.ReplaceAll(c, "-", " ")))
	}
	return s
}

// pressAt presses a button of a bubble.
func (p *phone) pressAt(b bubble, button int) {
	p.Helper()
	z, tg := ids(p.person)
	if p.platform == "zalo" {
		_, err := p.zalo.Press(z, b.id, button)
		p.must(err)
		return
	}
	n, err := strconv.Atoi(b.id)
	p.must(err)
	p.must(p.telegram.Press(tg, n, button))
}

func addressOf(person, platform string) chat.Address {
	z, tg := ids(person)
	if platform == "zalo" {
		return chat.Address{Channel: "zalo", ID: z}
	}
	return chat.Address{Channel: "telegram", ID: strconv.FormatInt(tg, 10)}
}
