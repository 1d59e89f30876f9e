package drill

import (
	"hash/fnv"
	"strconv"
	"time"

	"langnghe/telegram/telegramsim"
	"langnghe/zalo/zalosim"
)

// phone is one person's phone on one platform.
type phone struct {
	w        *world
	owner    *person
	platform string // "zalo" or "telegram"
	zaloID   string
	tgID     int64
	read     int // bubbles handed to the judges and to the owner
	news     []bubble
	sent     []typed     // texts that did not come to the program yet
	wrote    []time.Time // interactions, which open Zalo's window
	blocked  bool
	stranger bool      // not known to the program
	changed  time.Time // when the bot was last thrown out or taken back
	last     string    // what the bot said last
	wroteID  int       // of what he wrote last, on Telegram
	heard    []said    // what the bot said lately
	tried    int       // how often he was written to in vain since actedAt
	actedAt  time.Time
}

// bubble is what a phone shows, the same for both platforms.
type bubble struct {
	id      string
	at      time.Time
	text    string
	buttons []string // on the screen, to be pressed
	photo   bool
	file    []byte // the picture
}

// account is where somebody is found on the platforms.
func account(id string) (zalo string, telegram int64) {
	h := fnv.New64a()
	_, _ = h.Write([]byte(id))
	n := mix(h.Sum64())
	return "7" + strconv.FormatUint(1e17+n%9e17, 10), int64(100_000_000 + n%9_000_000_000)
}

func (p *phone) key() string {
	if p.platform == "zalo" {
		return p.zaloID
	}
	return strconv.FormatInt(p.tgID, 10)
}

// fresh gives what the bot wrote since it was last asked.
func (p *phone) fresh() []bubble {
	var out []bubble
	if p.platform == "zalo" {
		all := p.w.zalo.ChatFrom(p.zaloID, p.read)
		p.read += len(all)
		for _, b := range all {
			if b.FromOA {
				out = append(out, p.fromZalo(b))
			}
		}
		return out
	}
	all := p.w.telegram.ChatFrom(p.tgID, p.read)
	p.read += len(all)
	for _, b := range all {
		if b.FromBot {
			out = append(out, p.fromTelegram(b))
		}
	}
	return out
}

func (p *phone) fromZalo(b zalosim.Bubble) bubble {
	x := bubble{id: b.ID, at: b.At, text: b.Text, photo: b.Media == "image"}
	if x.photo {
		x.file = p.w.zalo.File(b.URL)
	}
	for _, k := range b.Buttons {
		x.buttons = append(x.buttons, k.Title)
	}
	return x
}

func (p *phone) fromTelegram(b telegramsim.Bubble) bubble {
	x := bubble{id: strconv.Itoa(b.ID), at: b.At, text: b.Text, photo: b.Kind == "photo"}
	if x.photo {
		x.file = p.w.telegram.File(b.File)
	}
	for _, row := range b.Rows {
		for _, k := range row {
			if k.Live {
				x.buttons = append(x.buttons, k.Text)
			}
		}
	}
	return x
}

// touch is an interaction.
func (p *phone) touch() { p.wrote = append(p.wrote, p.w.now) }

// lastBefore is the last interaction before a moment.
func (p *phone) lastBefore(t time.Time) (last time.Time) {
	for _, at := range p.wrote {
		if !at.After(t) {
			last = at
		}
	}
	return last
}

// acted is when its owner last did something before a moment: wrote, or took the
// bot back.
func (p *phone) acted(t time.Time) time.Time {
	last := p.lastBefore(t)
	if p.changed.After(last) && !p.changed.After(t) {
		return p.changed
	}
	return last
}

// write types a text.
func (p *phone) write(text string) bool {
	p.w.score.Messages++
	p.touch()
	p.sent = append(p.sent, typed{text, p.owner.deed()})
	strayed := p.strays()
	defer func() { p.owner.missed(strayed()) }()
	if p.platform == "zalo" {
		p.w.zalo.SendText(p.zaloID, text)
		return true
	}
	id, err := p.w.telegram.SendText(p.tgID, text)
	p.wroteID = id
	return err == nil
}

// strays returns what tells, when something was sent since, whether it will not
// arrive, or only when its sender has gone on.
func (p *phone) strays() func() bool {
	before, missed := p.w.faults.straying(p.platform), p.w.zalo.Missed()
	return func() bool {
		return p.w.faults.straying(p.platform) < before || p.platform == "zalo" && p.w.zalo.Missed() > missed
	}
}

// press presses the j-th button of a bubble; false when it is no longer there.
func (p *phone) press(b bubble, j int) bool {
	if j < 0 {
		return false
	}
	p.w.score.Messages++
	p.touch()
	if p.platform == "zalo" {
		_, err := p.w.zalo.Press(p.zaloID, b.id, j)
		return err == nil
	}
	n, err := strconv.Atoi(b.id)
	return err == nil && p.w.telegram.Press(p.tgID, n, j) == nil
}

// block throws the bot out, or takes it back.
func (p *phone) block(on bool) {
	p.blocked, p.changed = on, p.w.now
	switch {
	case p.platform == "zalo" && on:
		p.w.zalo.Unfollow(p.zaloID)
	case p.platform == "zalo":
		p.w.zalo.Follow(p.zaloID)
		p.touch()
	case on:
		p.w.must(p.w.telegram.Block(p.tgID))
	default:
		p.w.must(p.w.telegram.Unblock(p.tgID))
	}
}
