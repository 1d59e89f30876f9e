package flows

import "langnghe/bot/text"

// commanded tells which command a whole message is. Inside a free text a word
// that is merely near a command is none.
func (r *run) commanded(s string, free bool) (string, bool) {
	m := r.set.words.inFlow.Match(s)
	if m.ID == "" || m.How == text.HowNear && (free || m.ID == cmdCancel || m.ID == cmdSend) {
		return "", false
	}
	return m.ID, true
}

// command carries out a command word.
func (r *run) command(cmd string) {
	switch cmd {
	case cmdBack:
		r.back()
	case cmdCancel:
		r.sure(cmdCancel, "")
	case cmdLater:
		r.later()
	case cmdReview:
		r.review()
	case cmdFix:
		r.fix()
	case cmdHelp, cmdPerson, cmdUrgent, cmdMenu:
		r.pause()
		r.host(cmd)
	case cmdSkip:
		if r.st.Mode != "" || r.at != atAsk || !r.act(doSkip) {
			r.unclear("", r.codes())
		}
	case cmdSend:
		switch {
		case r.st.Mode == "" && r.at == atReview:
			r.act(doSend)
		case len(r.st.Pieces) > 0 && r.st.Mode == "":
			r.complete(r.whole())
		case r.st.Mode == "" && r.at == atAsk && r.q.media():
			r.act(doSkip)
		default:
			r.show(r.msg("engine.not_yet"))
		}
	case cmdDone:
		switch {
		case r.st.Mode == "" && r.at == atAsk && r.q.media():
			r.act(doSkip)
		case r.st.Mode != "" || r.at != atAsk || r.q.typ != typeText:
			r.unclear("", r.codes())
		case len(r.st.Pieces) == 0:
			r.show(r.msg("engine.empty"))
		default:
			r.complete(r.whole())
		}
	default:
		r.unclear("", r.codes())
	}
}

// pause stops waiting for the next piece of a text: what was written stays.
func (r *run) pause() {
	if len(r.st.Pieces) > 0 {
		r.wait(timerQuiet, 0)
	}
}

// later ends the conversation for now; the state is the draft. What a flow with
// a silence holds goes out first: nobody waits with an urgent notice.
func (r *run) later() {
	r.pause()
	if r.holds() {
		r.tell()
	}
	if r.st.Mode != modeMasked {
		r.st.Mode, r.st.Pending = "", ""
	}
	r.st.Tries, r.st.Page = 0, 0
	r.say(r.msg("engine.kept"), nil)
	r.end(endLater)
}
