package web

import (
	"context"
	"errors"
	"net/http"
	"slices"
	"strings"
	"time"
	"unicode/utf8"
)

const (
	maxText    = 8000 // characters; above what either platform takes, so that its own refusal is seen
	maxAdvance = 31 * 24 * time.Hour
)

func (p *phones) send(w http.ResponseWriter, r *http.Request) {
	var in struct{ Platform, Chat, Text string }
	if !read(w, r, &in) || !p.find(w, in.Platform, in.Chat) {
		return
	}
	if strings.TrimSpace(in.Text) == "" || utf8.RuneCountInString(in.Text) > maxText {
		refuse(w, http.StatusBadRequest, "Tin nhắn trống hoặc dài quá.")
		return
	}
	p.done(w, r, p.city.Send(r.Context(), in.Platform, in.Chat, in.Text))
}

func (p *phones) press(w http.ResponseWriter, r *http.Request) {
	var in struct {
		Platform, Chat, Bubble string
		Button                 int
	}
	if !read(w, r, &in) || !p.find(w, in.Platform, in.Chat) {
		return
	}
	p.done(w, r, p.city.Press(r.Context(), in.Platform, in.Chat, in.Bubble, in.Button))
}

func (p *phones) attach(w http.ResponseWriter, r *http.Request) {
	var in struct{ Platform, Chat, Kind, Caption string }
	if !read(w, r, &in) || !p.find(w, in.Platform, in.Chat) {
		return
	}
	switch {
	case !slices.ContainsFunc(p.platform(in.Platform).Offers, func(o Offer) bool { return o.Kind == in.Kind }):
		refuse(w, http.StatusBadRequest, "Không gửi được thứ này.")
		return
	case utf8.RuneCountInString(in.Caption) > maxText:
		refuse(w, http.StatusBadRequest, "Chú thích dài quá.")
		return
	}
	p.done(w, r, p.city.Attach(r.Context(), in.Platform, in.Chat, in.Kind, in.Caption))
}

func (p *phones) edit(w http.ResponseWriter, r *http.Request) {
	var in struct{ Platform, Chat, Bubble, Text string }
	if !read(w, r, &in) || !p.find(w, in.Platform, in.Chat) {
		return
	}
	if strings.TrimSpace(in.Text) == "" || utf8.RuneCountInString(in.Text) > maxText {
		refuse(w, http.StatusBadRequest, "Tin nhắn trống hoặc dài quá.")
		return
	}
	p.done(w, r, p.city.Edit(r.Context(), in.Platform, in.Chat, in.Bubble, in.Text))
}

func (p *phones) react(w http.ResponseWriter, r *http.Request) {
	var in struct{ Platform, Chat, Bubble, Code string }
	if !read(w, r, &in) || !p.find(w, in.Platform, in.Chat) {
		return
	}
	known := slices.ContainsFunc(p.platform(in.Platform).Reactions, func(x Reaction) bool { return x.Code == in.Code })
	if in.Code != "" && !known {
		refuse(w, http.StatusBadRequest, "Không có biểu cảm này.")
		return
	}
	p.done(w, r, p.city.React(r.Context(), in.Platform, in.Chat, in.Bubble, in.Code))
}

func (p *phones) key(w http.ResponseWriter, r *http.Request) {
	var in struct {
		Platform, Chat string
		Key            int
	}
	if !read(w, r, &in) || !p.find(w, in.Platform, in.Chat) {
		return
	}
	p.done(w, r, p.city.Key(r.Context(), in.Platform, in.Chat, in.Key))
}

func (p *phones) act(w http.ResponseWriter, r *http.Request) {
	var in struct {
		Platform, Chat, Who string
		Act                 Act
	}
	if !read(w, r, &in) || !p.find(w, in.Platform, in.Chat) {
		return
	}
	if !in.Act.known() {
		refuse(w, http.StatusBadRequest, "Không có việc này.")
		return
	}
	p.done(w, r, p.city.Act(r.Context(), in.Platform, in.Chat, in.Act, in.Who))
}

func (p *phones) advance(w http.ResponseWriter, r *http.Request) {
	var in struct{ Minutes int }
	if !read(w, r, &in) {
		return
	}
	// Compared in minutes: a large number must not overflow into a small duration.
	if in.Minutes < 1 || in.Minutes > int(maxAdvance/time.Minute) {
		refuse(w, http.StatusBadRequest, "Chỉ tua được từ 1 phút đến 31 ngày.")
		return
	}
	if !p.city.Clock().Adjustable {
		refuse(w, http.StatusConflict, "Đồng hồ của bản chạy này không tua được.")
		return
	}
	p.done(w, r, p.city.Advance(r.Context(), time.Duration(in.Minutes)*time.Minute))
}

// done answers how a deed went.
func (p *phones) done(w http.ResponseWriter, r *http.Request, err error) {
	refusal := RefusedError("")
	switch {
	case err == nil:
		w.WriteHeader(http.StatusNoContent)
	case errors.As(err, &refusal):
		refuse(w, http.StatusConflict, string(refusal))
	case errors.Is(err, ErrUnknown):
		refuse(w, http.StatusNotFound, "Tin này không còn nữa.")
	case errors.Is(err, context.Canceled) && r.Context().Err() != nil: // the reader left
	default:
		p.fail(w, r, err)
	}
}

// fail tells the operator what happened and the person only that it did.
func (p *phones) fail(w http.ResponseWriter, r *http.Request, err error) {
	p.log.Error("phones: request failed", "path", r.URL.Path, "err", err)
	refuse(w, http.StatusBadGateway, "Máy chủ chưa làm được việc này. Xin thử lại.")
}
