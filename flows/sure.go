package flows

import (
	"strconv"
	"strings"
	"time"
)

// What is asked to be sure of, beside commands: the first line of
// [State.Pending]; the rest is the text it is about.
const (
	sureCut    = "cut"    // take the beginning of a text too long
	sureDate   = "date"   // is this the day?
	sureNumber = "number" // is this the number?
	sureRemove = "remove" // remove one round
)

// sure asks before doing what must not be guessed.
func (r *run) sure(what, about string) {
	r.st.Mode, r.st.Pending, r.st.Page = modeSure, what+"\n"+about, 0
	r.show("")
}

func (r *run) pending() (what, about string) {
	what, about, _ = strings.Cut(r.st.Pending, "\n")
	return what, about
}

// askedBack tells whether the question in view is whether a word was meant as
// a command or as an answer.
func (r *run) askedBack() bool {
	what, about := r.pending()
	switch what {
	case sureCut, sureDate, sureNumber, sureRemove:
		return false
	}
	return about != ""
}

func (r *run) sureOptions(m *menu) {
	what, _ := r.pending()
	switch {
	case what == sureCut:
		m.add(r.msg("engine.use_first", "max", strconv.Itoa(r.longest())), doYes)
		m.add(r.msg("engine.rewrite"), doNo)
	case what == sureDate, what == sureNumber:
		m.add(r.msg("engine.right"), doYes)
		m.add(r.msg("engine.rewrite"), doNo)
	case what == sureRemove:
		m.add(r.msg("engine.remove"), doYes)
		m.add(r.msg("engine.keep"), doNo)
	case r.askedBack():
		m.add(r.msg("engine.is_answer"), doNo)
		m.add(r.commandLabel(what), doYes)
	default: // cancel
		m.add(r.cancelLabel(), doYes)
		m.add(r.msg("engine.go_on"), doNo)
		m.add(r.msg("engine.later"), doLater)
	}
	m.put("0", r.msg("engine.back"), doBack)
}

// commandLabel says what a command does.
func (r *run) commandLabel(cmd string) string {
	if s := r.msg("engine.cmd_" + cmd); s != "" {
		return s
	}
	return r.msg("engine.cmd_other")
}

func (r *run) sureQuestion() string {
	what, about := r.pending()
	switch {
	case what == sureCut:
		return r.msg("engine.sure_cut", "co", strconv.Itoa(length(about)), "max", strconv.Itoa(r.longest()))
	case what == sureDate:
		return r.msg("engine.sure_date", "ngay", r.dateWords(about))
	case what == sureNumber:
		return r.msg("engine.sure_number", "so", about)
	case what == sureRemove:
		n, _ := strconv.Atoi(about)
		return r.msg("engine.sure_remove", "muc", r.roundName(n))
	case r.askedBack():
		return r.msg("engine.sure_command", "chu", clip(about, 40))
	case r.st.Sent:
		return r.msg("engine.sure_sent")
	}
	return r.msg("engine.sure_cancel")
}

// longest is the most letters the text in view may have.
func (r *run) longest() int {
	if r.q == nil || r.q.max <= 0 {
		return maxText
	}
	return r.q.max
}

// actSure carries out what was asked.
func (r *run) actSure(code string) bool {
	what, about := r.pending()
	if code == doLater && what == cmdCancel && !r.askedBack() {
		r.later()
		return true
	}
	if code != doYes && code != doNo {
		return false
	}
	yes := code == doYes
	r.st.Mode, r.st.Pending = "", ""
	switch {
	case what == sureCut && yes:
		head := string([]rune(about)[:min(r.longest(), length(about))])
		r.complete(head, within(r.st.Parts, len(head)))
	case what == sureCut:
		r.was(r.path, Answer{Value: about, Shown: about, Parts: r.st.Parts})
		r.st.Pieces, r.st.Refs, r.st.Parts = nil, nil, nil
		r.show("")
	case what == sureDate && yes:
		r.answered(Answer{Value: about, Shown: r.dateShown(about)})
	case what == sureNumber && yes:
		r.answered(Answer{Value: strings.ReplaceAll(about, ",", "."), Shown: about})
	case what == sureRemove && yes:
		n, _ := strconv.Atoi(about)
		r.remove(n)
	case what == sureDate, what == sureNumber, what == sureRemove:
		r.show("")
	case about != "" && !yes && r.at == atAsk && r.q.typ == typeNumber:
		r.answered(Answer{Value: about, Shown: about})
	case about != "" && !yes:
		r.piece(about, false)
	case !yes:
		r.show("")
	case about == "": // cancel, now sure
		r.cancelled()
	case what == cmdFix && r.edits(about):
	default:
		r.command(what)
	}
	return true
}

// cancelled ends the conversation. What has gone out stays out, and the person
// is told so.
func (r *run) cancelled() {
	how, words := endCancelled, "engine.cancelled"
	if r.st.Sent {
		how, words = endDone, "engine.cancelled_sent"
		if r.st.Fresh {
			r.tell()
		}
	}
	r.clear()
	r.say(r.msg(words), nil)
	r.end(how)
	r.st.Over = true
}

// dateWords is a day in words, for being confirmed.
func (r *run) dateWords(value string) string {
	d, err := time.Parse(time.DateOnly, value)
	if err != nil {
		return value
	}
	days := strings.Split(r.msg("engine.weekdays"), ",")
	day := ""
	if i := int(d.Weekday()); i < len(days) {
		day = strings.TrimSpace(days[i])
	}
	return r.msg("engine.date_words", "thu", day, "ngay", strconv.Itoa(d.Day()), "thang", strconv.Itoa(int(d.Month())), "nam", strconv.Itoa(d.Year()))
}

func (r *run) dateShown(value string) string {
	d, err := time.Parse(time.DateOnly, value)
	if err != nil {
		return value
	}
	return d.Format("02/01/2006")
}
