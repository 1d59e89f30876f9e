package zalosim

import (
	"errors"
	"slices"
	"strconv"
	"strings"
)

const formTemplate = "request_user_info"

// element is one part of a template of the chat.
type element struct {
	Title    string `json:"title"`
	Subtitle string `json:"subtitle"`
	Image    string `json:"image_url"`

	MediaType    string `json:"media_type"` // of a picture that was uploaded
	AttachmentID string `json:"attachment_id"`
}

// form checks a request for a person's data: a title, words and a picture, and
// no text or buttons beside them.
func (p payload) form(text bool) *refusal {
	switch {
	case text || len(p.Buttons) > 0:
		return &refusal{-233, "attachment with text is not supported"}
	case len(p.Elements) != 1:
		return &refusal{-201, "elements is invalid"}
	case p.Elements[0].Title == "":
		return &refusal{-201, "title is invalid"}
	case p.Elements[0].Subtitle == "":
		return &refusal{-201, "subtitle is invalid"}
	case !strings.HasPrefix(p.Elements[0].Image, "https://"):
		return &refusal{-201, "image_url is invalid"}
	}
	return nil
}

// Info is what a person fills in when he is asked for his data.
type Info struct {
	Name, Phone string
	Old         bool // in the older of the two forms of the event
	Digits      bool // the phone comes as a number
}

// Submit answers the latest request on the person's screen. Who does not want
// to simply does nothing.
func (s *Sim) Submit(id string, info Info) (err error) {
	s.change(id, func(u *user) {
		if !slices.ContainsFunc(u.chat, func(b Bubble) bool { return b.Form }) {
			err = errors.New("zalosim: nothing asks for data")
			return
		}
		var phone any = info.Phone
		if n, bad := strconv.ParseInt(info.Phone, 10, 64); info.Digits && bad == nil {
			phone = n
		}
		o := object{{"name", info.Name}, {"phone", phone}}
		if info.Old {
			o = append(o, field{"address", "Thôn B"}, field{"city", "Hưng Yên"}, field{"district", ""}, field{"ward", "Xã A"})
		} else {
			o = append(o, field{"user_dob", "01/02/1980"}, field{"gender", "2"}, field{"full_address", object{
				{"user_city", "Hưng Yên"}, {"user_ward", "Xã A"}, {"user_address", "Thôn B"},
			}})
		}
		u.interact(s.cfg.Now())
		s.personEvent("user_submit_info", u, object{
			{"sender", object{{"id", id}}}, {"recipient", object{{"id", s.cfg.OAID}}}, {"info", o},
		})
	})
	return err
}
