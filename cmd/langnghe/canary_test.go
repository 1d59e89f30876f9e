package main

import (
	"bytes"
	"context"
	"fmt"
	"log/slog"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"langnghe/bot"
	"langnghe/bot/chat"
	"langnghe/bot/org"
	"langnghe/bot/report"
	"langnghe/telegram/telegramsim"
	"langnghe/zalo/zalosim"
)

// TestCanaries plants telephone numbers, identity cards, plates, accounts and
// addresses in everything a person, a group or a platform can send, and looks
// for them afterwards in each file, log line, metric, operator's page and call
// to a platform. The words people typed and their names may be read by those
// they are meant for, but not in files, logs or the operator's pages.
func TestCanaries(t *testing.T) {
	var logged bytes.Buffer
	w := newTown(t, func(w *town) {
		w.log = slog.New(slog.NewTextHandler(&logged, &slog.HandlerOptions{Level: slog.LevelDebug}))
	})
	w.settleIn("lan@both", "tho@telegram", "mai@zalo", "cuc@zalo", "pct-bd@both", "ct-bd@zalo", "pct-nh@zalo", "pct-cum@zalo", "qt@telegram")
	c := &cage{town: w}

	c.conversations()
	c.pieces()
	c.attachments()
	c.groups()
	c.strangers()
	c.forgeries()
	w.restart()
	c.officers()
	c.dead()
	c.broken()
	w.pass(26 * time.Hour) // timers, nudges, the climbing of what is urgent, a sweep
	if !strings.Contains(w.phone("qt@telegram").all(), "Thông báo vận hành") {
		t.Error("the operator was not told")
	}
	c.report("the log", logged.String())
	c.operatorPages()
	c.metrics()
	c.calls()
	if err := w.node.Close(); err != nil {
		t.Fatal(err)
	}
	w.node = nil
	c.report("the log", logged.String())
	c.files()
	if len(c.planted) < 150 {
		t.Errorf("only %d canaries were planted", len(c.planted))
	}
}

// cage remembers the canaries.
type cage struct {
	*town
	planted []canary
	words   []string // other things typed, which no file or log may hold in clear
	seen    map[string]bool
}

// canary is one planted secret: as it was typed, and its letters and digits.
type canary struct{ typed, core, where string }

// disguises are the ways to write a secret; each makes a new one of number n.
var disguises = []func(n int) (words, typed string){
	func(n int) (string, string) { return "gọi số điện thoại %s giúp bà con", phoneOf(n) },
	func(n int) (string, string) {
		p := phoneOf(n)
		return "bà con nhắn số %s để hỏi", p[:4] + "." + p[4:7] + "." + p[7:]
	},
	func(n int) (string, string) {
		p := phoneOf(n)
		return "ai cần thì liên hệ %s ạ", p[:4] + " " + p[4:7] + " " + p[7:]
	},
	func(n int) (string, string) {
		return "điện thoại %s của người dân", strings.Map(func(r rune) rune { return r - '0' + '０' }, phoneOf(n))
	},
	func(n int) (string, string) {
		return "số máy %s ở đầu ngõ", strings.Join(strings.Split(phoneOf(n), ""), "\u200b")
	},
	func(n int) (string, string) {
		return norm.NFD.String("số điện thoại người phản ánh là") + " %s", phoneOf(n)
	},
	func(n int) (string, string) { return "gọi +84%s là gặp", phoneOf(n)[1:] },
	func(n int) (string, string) { return "căn cước công dân %s đã nộp", cardOf(n) },
	func(n int) (string, string) {
		s := cardOf(n)
		return "cccd số %s của hộ này", s[:3] + " " + s[3:6] + " " + s[6:9] + " " + s[9:]
	},
	func(n int) (string, string) { return "xe ô tô biển số %s đỗ chắn lối", plateOf(n) },
	func(n int) (string, string) {
		return "chuyển vào số tài khoản %s của người thu", "1903" + eight(n) + "17"
	},
	func(n int) (string, string) { return "gửi thư về %s nhé", "hop.thu." + eight(n) + "@example.com" },
}

func eight(n int) string   { return fmt.Sprintf("%08d", (n*7_654_321+13_572_468)%100_000_000) }
func phoneOf(n int) string { return "09" + eight(n) }
func cardOf(n int) string  { return "0010" + eight(n) }
func plateOf(n int) string { return "30G-" + eight(n)[:3] + "." + eight(n)[3:5] }
func coreOf(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return unicode.ToLower(r)
		}
		return -1
	}, norm.NFKC.String(s))
}

// plant makes a new canary in the next disguise and gives the sentence for it.
func (c *cage) plant(where string) string {
	n := len(c.planted)
	words, typed := disguises[n%len(disguises)](n)
	c.keep(where, typed)
	return fmt.Sprintf(words, typed)
}

// number is a bare telephone number as a canary, where no sentence fits.
func (c *cage) number(where string) string {
	p := phoneOf(len(c.planted))
	c.keep(where, p)
	return p
}

func (c *cage) keep(where, typed string) {
	core := coreOf(typed)
	if local, _, ok := strings.Cut(typed, "@"); ok {
		core = coreOf(local)
	}
	c.planted = append(c.planted, canary{typed, core, where})
}

// word is something harmless that is typed, and still nobody's business.
func (c *cage) word() string {
	m := mark(19, len(c.words))
	c.words = append(c.words, m)
	return m
}

// question is the latest question on the phone among the bubbles from the
// from-th on.
func (p *phone) question(from int) (b bubble, n need) {
	for _, b := range slices.Backward(p.bubbles()[from:]) {
		if b.mine {
			continue
		}
		if n, _ := asked(b.text); n != wantNothing {
			return b, n
		}
	}
	return bubble{}, wantNothing
}

// drive opens a flow and goes through it, planting a canary before every other
// answer and inside each text, until the bot asks nothing more.
func (c *cage) drive(p *phone, where string, open func()) {
	c.Helper()
	from := len(p.bubbles())
	open()
	if b, _ := p.question(from); strings.Contains(b.text, "đang viết dở") {
		p.says("2") // from the beginning
	}
	for step := range 26 {
		here := where + " step " + strconv.Itoa(step)
		b, n := p.question(from)
		if n == wantNothing {
			return
		}
		if step%2 == 0 {
			at := len(p.bubbles())
			p.says(c.plant(here))
			if again, m := p.question(at); m != wantNothing {
				b, n = again, m
			}
		}
		from = len(p.bubbles())
		switch n {
		case wantPlace, wantStory:
			p.says("ở đoạn " + c.word() + " " + c.plant(here))
			p.says("xong")
		case wantSkip:
			p.says("đề nghị " + c.plant(here))
		case wantNo:
			p.says("không")
		case wantSend:
			p.says("gửi")
		case wantOK:
			p.says("được")
		case wantDone:
			p.says("xong")
		case wantMine:
			if j := b.button("Câu đang hỏi"); j >= 0 {
				p.press(b, j)
				p.pass(5 * time.Second)
			} else {
				p.says(b.option("Câu đang hỏi"))
			}
		default:
			p.says("1")
		}
	}
	p.says("menu")
}

// conversations plants in each step of each flow of a collaborator, on both platforms.
func (c *cage) conversations() {
	for _, name := range []string{"lan@zalo", "lan@telegram", "tho@telegram", "mai@zalo"} {
		p := c.phone(name)
		for _, words := range []string{"báo cáo", "khẩn"} {
			c.drive(p, words+" "+name, func() { p.says(words) })
			p.says("menu")
		}
		p.says(c.plant("outside " + name))
		p.says("menu")
		p.says("xem lại " + c.plant("a command with more "+name))
		p.says("menu")
	}
	kinds := map[string]int{}
	for _, unit := range []string{"bd", "nh"} {
		c.see(func(v bot.View) {
			for _, r := range v.ReportsIn(unit, c.now.In(hanoi).Format("2006-01")) {
				kinds[r.Kind]++
				if r.Kind != report.Nil && !strings.Contains(report.Text(r.Fields), "[đã che]") {
					c.Errorf("%s: nothing was hidden in %s", r.Kind, report.Text(r.Fields))
				}
			}
		})
	}
	if kinds[report.Periodic] == 0 || kinds[report.Urgent] == 0 {
		c.Errorf("the canaries came into no report: %v", kinds)
	}
}

func (c *cage) see(f func(bot.View)) {
	c.Helper()
	if err := c.node.store.View(context.Background(), func(v bot.View) error { f(v); return nil }); err != nil {
		c.Fatal(err)
	}
}

// pieces cuts secrets in two over two messages, with a restart between once.
func (c *cage) pieces() {
	for i, name := range []string{"lan@zalo", "tho@telegram", "mai@zalo"} {
		p := c.phone(name)
		p.says("menu")
		p.says("khẩn")
		p.says("1")
		n := c.number("split, " + name)
		p.send("ở chỗ ai cần thì gọi số điện thoại " + n[:5])
		p.settle()
		if i == 1 {
			c.restart()
		}
		p.send(n[5:] + " gặp người trực " + c.word())
		p.pass(6 * time.Second)
		p.says("được")
		card := cardOf(len(c.planted))
		c.keep("split card, "+name, card)
		p.send("số căn cước " + card[:6])
		p.send(card[6:])
		p.pass(6 * time.Second)
		p.says("được")
		p.says("menu")
		for _, half := range []string{card[:6], card[6:]} {
			if strings.Contains(p.all(), half) {
				c.Errorf("%s: the bot says %q, half a card cut in two", name, half)
			}
		}
	}
}

// attachments plants in captions, names of files, links, cards.
func (c *cage) attachments() {
	z, _ := ids("lan")
	_, tg := ids("tho")
	for _, inFlow := range []bool{false, true} {
		lan, tho := c.phone("lan@zalo"), c.phone("tho@telegram")
		if inFlow {
			lan.says("báo cáo")
			tho.says("báo cáo")
		}
		for _, kind := range []string{"image", "file", "video", "audio", "link", "location", "business_card", "sticker"} {
			c.zalo.SendMedia(z, zalosim.Media{
				Kind: kind, Text: c.plant("caption on Zalo " + kind), Name: c.number("file on Zalo") + ".pdf", Size: "1200",
				URL: "https://f.example/" + c.number("link on Zalo"), Latitude: "21.02", Longitude: "105.8",
			})
			c.pass(5 * time.Second)
		}
		for _, kind := range []string{"photo", "document", "voice", "video"} {
			if _, err := c.telegram.SendMedia(tg, telegramsim.Media{
				Kind: kind, Caption: c.plant("caption on Telegram " + kind), Name: c.number("file on Telegram") + ".pdf", Size: 1200,
			}); err != nil {
				c.Fatal(err)
			}
			c.pass(5 * time.Second)
		}
		if _, err := c.telegram.SendContact(tg, c.number("card on Telegram"), false); err != nil {
			c.Fatal(err)
		}
		id, err := c.telegram.SendText(tg, "đoạn đường này hỏng nặng quá rồi")
		if err != nil {
			c.Fatal(err)
		}
		c.pass(5 * time.Second)
		if err := c.telegram.EditText(tg, id, c.plant("an edit")); err != nil {
			c.Fatal(err)
		}
		c.pass(5 * time.Second)
		lan.says("menu")
		tho.says("menu")
	}
}

// groups plants in what is written in groups, in their names, and in the words
// that bind them.
func (c *cage) groups() {
	zLan, tgLan := ids("lan")
	zLead, tgLead := ids("pct-bd")
	c.zalo.AddUser(zLead, "pct-bd")
	c.telegram.AddUser(tgLead, "pct-bd")
	c.telegram.AddUser(tgLan, "lan")
	g := c.telegram.CreateGroup("Nhóm "+c.number("a group's name"), tgLead, tgLan)
	if err := c.telegram.AddBot(g, tgLead); err != nil {
		c.Fatal(err)
	}
	c.settle()
	code := c.invitation("gắn nhóm")
	for _, text := range []string{
		"/start@langnghe_bot " + c.number("a group's code"), "/start@langnghe_bot " + code,
		"/baocao@langnghe_bot " + c.plant("a command in a group"), c.plant("words in a group"),
	} {
		if _, err := c.telegram.GroupText(g, tgLead, text); err != nil {
			c.Fatal(err)
		}
		c.settle()
	}
	if err := c.telegram.Promote(g, tgLead); err != nil {
		c.Fatal(err)
	}
	for range 6 {
		if _, err := c.telegram.GroupText(g, tgLan, c.plant("words in a group that the bot sees")); err != nil {
			c.Fatal(err)
		}
	}
	if err := c.telegram.Rename(g, tgLead, "Nhóm mới "+c.number("a group's new name")); err != nil {
		c.Fatal(err)
	}
	zg := c.zalo.CreateGroup("Nhóm "+c.number("a Zalo group's name"), zLead, zLan)
	for range 3 {
		c.zalo.SendGroupText(zg, zLan, c.plant("words in a Zalo group"))
		c.zalo.SendGroupMedia(zg, zLan, zalosim.Media{Kind: "image", Text: c.plant("a caption in a Zalo group"), URL: "https://f.example/x"})
	}
	c.apply(bot.Change{Groups: []org.Group{{Address: chat.Address{Channel: "zalo", ID: zg}, Unit: "bd", Title: "CTV", Bound: c.now}}})
	c.zalo.SendGroupText(zg, zLead, "gắn nhóm "+c.number("a code in a Zalo group"))
	c.zalo.GroupRules(zg, true, true)
	c.zalo.AddUser("khach", "Khách "+c.number("the name of a stranger who wants to join"))
	c.zalo.AskToJoin(zg, "khach")
	c.pass(time.Minute)
	if err := c.telegram.RemoveBot(g, tgLead); err != nil {
		c.Fatal(err)
	}
	c.zalo.DeleteGroup(zg)
	c.pass(time.Minute)
}

// invitation has the vice-chair make a code that binds a group.
func (c *cage) invitation(string) string {
	c.Helper()
	text, err := c.node.operate(context.Background(), task{Do: "invite", Args: map[string]string{"unit": "bd", "role": "collaborator"}})
	if err != nil {
		c.Fatal(err)
	}
	m := regexp.MustCompile(`Mã mời: (\S+)`).FindStringSubmatch(text)
	if m == nil {
		c.Fatalf("no code in %q", text)
	}
	return m[1]
}

// strangers plants in invitation codes, deep links and the joining conversation.
func (c *cage) strangers() {
	for i, platform := range []string{"zalo", "telegram"} {
		p := c.phone("khach" + strconv.Itoa(i) + "@" + platform)
		_, tg := ids(p.person)
		for range 12 {
			p.says(c.plant("a stranger's words on " + platform))
		}
		p.says("mã mời " + c.number("a stranger's code"))
		if platform == "telegram" {
			if _, err := c.telegram.Start(tg, c.number("a deep link")); err != nil {
				c.Fatal(err)
			}
			c.pass(5 * time.Second)
		}
		p.pass(2 * time.Hour) // the wrong codes are forgotten
		p.says(c.invitation(""))
		p.says(c.plant("at the consent on " + platform))
		p.says("1")
		p.says(c.plant("at the form of address on " + platform))
		p.says("1")
		p.says("Nguyễn Văn " + c.number("a name on "+platform))
		p.says("được")
		p.says(c.plant("after joining on " + platform))
		p.says("menu")
		p.says("dữ liệu của tôi")
	}
}

// forgeries plants in buttons' data.
func (c *cage) forgeries() {
	p := c.phone("lan@zalo")
	p.says("#" + c.number("a forged press on Zalo") + ".1")
	p.says("#" + c.number("a forged press on Zalo"))
	_, tg := ids("tho")
	for _, data := range []string{c.number("a forged press"), "#" + c.number("a forged press") + ".2", c.plant("a forged press")} {
		c.telegram.Enqueue("callback_query", tg, map[string]any{
			"id": "77" + strconv.Itoa(len(c.planted)), "from": map[string]any{"id": tg, "is_bot": false, "first_name": c.number("an account's name")},
			"chat_instance": "1", "data": data,
			"message": map[string]any{"message_id": 1, "date": c.now.Unix(), "chat": map[string]any{"id": tg, "type": "private"}},
		})
		c.pass(5 * time.Second)
	}
}
