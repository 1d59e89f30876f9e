package drill

import "time"

// deed is something somebody does.
type deed struct {
	kind    string // urgent, periodic, nil, prompt_reply, answer
	story   string // in the words typed
	n       int    // of his stories
	private []private
	code    string
	done    bool
	photos  int       // shown
	typed   int       // how often the story was typed, whole
	lost    bool      // a message of it never left the platform, or came later than the next
	urgent  bool      // it is something urgent, or was told where that was asked
	began   time.Time // by the clock of the platforms
	last    time.Time // when he last said something about it
	filed   time.Time // when the receipt reached him
	plain   string    // the story as he would say it
	amended amendment // of what he told
	shown   string    // the code for his other phone
	takes   *deed     // what is taken back by it
}

// deed is what somebody is in the middle of; nil for nothing.
func (p *person) deed() *deed {
	if n := len(p.deeds); n > 0 && !p.deeds[n-1].done {
		return p.deeds[n-1]
	}
	return nil
}
