package report

import (
	"slices"
	"time"
)

// Kinds of reports the product itself treats in a special way. A flow may file
// any other kind: it is kept, listed and counted as it is.
const (
	Periodic = "periodic"
	Nil      = "nil"
	Urgent   = "urgent"
	Reply    = "prompt_reply" // an answer to a vice-chair's prompt
)

// State is where a report stands; the person sees [State.Words].
type State string

// The states.
const (
	New       State = "da_tiep_nhan"
	MoreAsked State = "can_bo_sung"
	Held      State = "dang_xem_xet"
	Passed    State = "da_chuyen"
	Resolved  State = "da_co_ket_qua"
	Declined  State = "khong_xu_ly"
	Withdrawn State = "da_rut"
)

// Words is the state as people see it.
func (s State) Words() string {
	switch s {
	case New:
		return "Đã tiếp nhận"
	case MoreAsked:
		return "Cần bổ sung"
	case Held:
		return "Đang xem xét"
	case Passed:
		return "Đã chuyển"
	case Resolved:
		return "Đã có kết quả"
	case Declined:
		return "Không xử lý"
	case Withdrawn:
		return "Đã rút"
	}
	return string(s)
}

// Open reports whether something is still to be done about a report in state s.
func (s State) Open() bool { return s != Resolved && s != Declined && s != Withdrawn }

// Report is one filed report.
type Report struct {
	ID      string // "2611-0042": year and month of filing in Hanoi, running number
	Kind    string
	Flow    string `json:",omitempty"`
	Run     string `json:",omitempty"` // the conversation that filed it, so that what follows is added to it
	Unit    string // as it was when filed
	Person  string `json:",omitempty"` // reporter; emptied when he is erased
	Post    string `json:",omitempty"` // the seat he reported from
	Period  string // month "2026-11" in Hanoi
	At      time.Time
	Late    bool `json:",omitempty"`
	State   State
	Partial bool   `json:",omitempty"` // a flash whose details are still being told
	Level   string `json:",omitempty"` // urgency: "", "khan", "hoa_toc"
	Prompt  string `json:",omitempty"` // the prompt it answers
	Fields  []Field
	HeldBy  []Hand  `json:",omitempty"` // units it was handed up to, in order
	Ack     *Ack    `json:",omitempty"`
	Rung    int     `json:",omitempty"` // how far an unacknowledged urgent report has climbed
	Log     []Entry `json:",omitempty"`
}

// Field is one answered question; a repeated block has Items.
type Field struct {
	ID    string    `json:"id"`
	Label string    `json:"label,omitempty"`
	Value string    `json:"value,omitempty"`
	Shown string    `json:"shown,omitempty"`
	Items [][]Field `json:"items,omitempty"`

	Parts  []Part   `json:"parts,omitempty"`  // of which messages it is, until the report is closed
	Files  []string `json:"files,omitempty"`  // photos, voice notes and files, by the ids of their records
	Edited bool     `json:"edited,omitempty"` // its writer changed it after it was filed
}

// Part is one message of a field's text: a name that tells nothing but that it
// is the same message, and where it ends in the text.
type Part struct {
	Ref string `json:"r"`
	End int    `json:"e"`
}

// Hand is the handing of a report to a unit above: by the vice-chair with his
// own synthesis, because nobody acknowledged, or so that it knows. Text is all
// that unit may read of it.
type Hand struct {
	Unit string
	At   time.Time
	Auto bool `json:",omitempty"` // it climbed by itself
	Told bool `json:",omitempty"` // only told: it reads and does not act
	Text string

	Given []string `json:",omitempty"` // photos that whoever passed it up gave along, by the ids of their records
}

// Ack says that somebody has taken an urgent report in hand.
type Ack struct {
	Person string
	Unit   string
	At     time.Time
}

// Entry is one thing that happened to a report. Text is what was written, if
// anything; the reporter is told it, so it never names a person.
type Entry struct {
	At   time.Time
	What string // "filed", "added", "edited", "told", "ack", "climbed", "passed", "asked", "supplement", "accepted", "answered", "declined", "withdrawn", "transcribed"
	By   string `json:",omitempty"` // person id
	Unit string `json:",omitempty"` // acting unit
	Text string `json:",omitempty"`
}

// HeldAt reports whether the report was handed up to unit, and what that unit
// may read.
func (r Report) HeldAt(unit string) (Hand, bool) {
	for _, h := range slices.Backward(r.HeldBy) {
		if h.Unit == unit {
			return h, true
		}
	}
	return Hand{}, false
}

// Field returns the first answered question called id, looking into items too.
func (r Report) Field(id string) (Field, bool) { return find(r.Fields, id) }

func find(fields []Field, id string) (Field, bool) {
	for _, f := range fields {
		if f.ID == id {
			return f, true
		}
		for _, item := range f.Items {
			if g, ok := find(item, id); ok {
				return g, true
			}
		}
	}
	return Field{}, false
}
