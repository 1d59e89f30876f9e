package zalosim_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"mime/multipart"
	"net/http"
	"strings"
	"testing"
	"time"

	"langnghe/zalo/zalosim"
)

var (
	jpeg = []byte("\xff\xd8\xff\xe0 a picture")
	pdf  = []byte("%PDF-1.7 %%EOF")
)

// upload posts a form with one file.
func (r *rig) upload(path, field, name string, content []byte) (a answer) {
	r.t.Helper()
	var b bytes.Buffer
	form := multipart.NewWriter(&b)
	w, _ := form.CreateFormFile(field, name)
	_, _ = w.Write(content)
	_ = form.Close()
	req, _ := http.NewRequestWithContext(r.t.Context(), http.MethodPost, "https://openapi.zalo.me"+path, &b)
	req.Header.Set("Content-Type", form.FormDataContentType())
	req.Header.Set("access_token", r.token)
	resp, err := r.api.RoundTrip(req)
	if err != nil {
		r.t.Fatal(err)
	}
	defer resp.Body.Close()
	if err := json.NewDecoder(resp.Body).Decode(&a); err != nil {
		r.t.Fatal(err)
	}
	return a
}

func sending(message string) string {
	return `{"recipient":{"user_id":"1"},"message":` + message + `}`
}

func image(id any, text string) string {
	return sending(fmt.Sprintf(`{"text":%q,"attachment":{"type":"template","payload":{"template_type":"media","elements":[{"media_type":"image","attachment_id":%q}]}}}`, text, id))
}

const (
	images = "/v2.0/oa/upload/image"
	files  = "/v2.0/oa/upload/file"
	cs     = "/v3.0/oa/message/cs"
)

// TestUpload: what was uploaded can be sent, for seven days.
func TestUpload(t *testing.T) {
	r := newRig(t).login()
	r.sim.Follow("1")
	id := r.upload(images, "file", "a.jpg", jpeg).Data["attachment_id"]
	if a := r.call(cs, image(id, "Ảnh")); a.Error != 0 {
		t.Fatal(a)
	}
	token := r.upload(files, "file", "a.pdf", pdf).Data["token"]
	if a := r.call(cs, sending(fmt.Sprintf(`{"attachment":{"type":"file","payload":{"token":%q}}}`, token))); a.Error != 0 {
		t.Fatal(a)
	}
	b := r.sim.Chat("1")
	if len(b) != 2 || b[0].Media != "image" || b[0].Text != "Ảnh" || !bytes.Equal(r.sim.File(b[0].URL), jpeg) ||
		b[1].Media != "file" || b[1].Name != "a.pdf" || !bytes.Equal(r.sim.File(b[1].URL), pdf) {
		t.Fatalf("%+v", b)
	}
	r.at = r.at.Add(7*24*time.Hour - time.Second)
	r.again()
	if a := r.call(cs, image(id, "")); a.Error != 0 {
		t.Error(a)
	}
	r.at = r.at.Add(time.Second)
	if a := r.call(cs, image(id, "")); a.Error != -100 {
		t.Error(a)
	}
}

// TestUploadRefusals has each thing about files that the platform refuses.
func TestUploadRefusals(t *testing.T) {
	up := func(path, field, name string, content []byte) func(*rig) answer {
		return func(r *rig) answer { return r.upload(path, field, name, content) }
	}
	say := func(body string) func(*rig) answer {
		return func(r *rig) answer { r.sim.Follow("1"); return r.call(cs, body) }
	}
	for name, c := range map[string]struct {
		do   func(*rig) answer
		want int
	}{
		"a picture of 1 MB":         {up(images, "file", "a.jpg", append(jpeg[:4:4], make([]byte, 1<<20-4)...)), 0},
		"a larger picture":          {up(images, "file", "a.jpg", append(jpeg[:4:4], make([]byte, 1<<20)...)), -210},
		"a picture of another kind": {up(images, "file", "a.webp", []byte("RIFF....WEBP")), -201},
		"sound as a picture":        {up(images, "file", "a.jpg", []byte("OggS")), -201},
		"another field":             {up(images, "image", "a.jpg", jpeg), -201},
		"an empty picture":          {up(images, "file", "a.jpg", nil), -201},
		"a file of 5 MB":            {up(files, "file", "a.pdf", make([]byte, 5<<20)), 0},
		"a larger file":             {up(files, "file", "a.pdf", make([]byte, 5<<20+1)), -210},
		"a file of another kind":    {up(files, "file", "a.exe", pdf), -201},
		"a file without an ending":  {up(files, "file", "pdf", pdf), -201},
		"no form":                   {func(r *rig) answer { return r.call(images, `{}`) }, -201},
		"a picture never uploaded":  {say(image("x", "")), -201},
		"a file with words":         {say(sending(`{"text":"a","attachment":{"type":"file","payload":{"token":"x"}}}`)), -201},
		"a file never uploaded":     {say(sending(`{"attachment":{"type":"file","payload":{"token":"x"}}}`)), -201},
		"two pictures":              {say(sending(`{"attachment":{"type":"template","payload":{"template_type":"media","elements":[{},{}]}}}`)), -201},
		"sound":                     {say(sending(`{"attachment":{"type":"template","payload":{"template_type":"media","elements":[{"media_type":"audio"}]}}}`)), -201},
		"a picture as a file": {func(r *rig) answer {
			r.sim.Follow("1")
			id := r.upload(images, "file", "a.jpg", jpeg).Data["attachment_id"]
			return r.call(cs, sending(fmt.Sprintf(`{"attachment":{"type":"file","payload":{"token":%q}}}`, id)))
		}, -201},
		"a picture and many words": {func(r *rig) answer {
			r.sim.Follow("1")
			id := r.upload(images, "file", "a.jpg", jpeg).Data["attachment_id"]
			return r.call(cs, image(id, strings.Repeat("a", 2001)))
		}, -210},
		"a picture after the window": {func(r *rig) answer {
			r.sim.Follow("1")
			r.at = r.at.Add(8 * 24 * time.Hour)
			r.again()
			id := r.upload(images, "file", "a.jpg", jpeg).Data["attachment_id"]
			return r.call(cs, image(id, ""))
		}, -230},
		"no uploads left": {func(r *rig) answer {
			r.sim.Inject(func(f *zalosim.Faults) { f.Codes = []zalosim.Code{{Code: -211, Times: 1, Path: images}} })
			return r.upload(images, "file", "a.jpg", jpeg)
		}, -211},
	} {
		if a := c.do(newRig(t).login()); a.Error != c.want {
			t.Errorf("%s: %d %s", name, a.Error, a.Message)
		}
	}
}

// TestMediaHost: what people send lies at a plain link, as long as the platform
// likes.
func TestMediaHost(t *testing.T) {
	r := newRig(t, func(c *zalosim.Config) { c.MediaLife = time.Hour })
	r.sim.SendMedia("1", zalosim.Media{Kind: "image", Bytes: jpeg})
	message := r.step()[0].JSON["message"].(map[string]any)
	url := message["attachments"].([]any)[0].(map[string]any)["payload"].(map[string]any)["url"].(string)
	get := func() (int, string, string) {
		req, _ := http.NewRequestWithContext(t.Context(), http.MethodGet, url, nil)
		resp, err := r.api.RoundTrip(req)
		if err != nil {
			return 0, "", ""
		}
		b, err := io.ReadAll(resp.Body)
		if err == nil && resp.ContentLength != int64(len(b)) {
			return resp.StatusCode, "short", ""
		}
		return resp.StatusCode, string(b), resp.Header.Get("Location")
	}
	if s, b, _ := get(); s != 200 || b != string(jpeg) {
		t.Errorf("%d %q", s, b)
	}
	for name, c := range map[string]struct {
		fault  func(*zalosim.Faults)
		status int
		body   string
	}{
		"gone":  {func(f *zalosim.Faults) { f.MediaGone = 1 }, 404, ""},
		"short": {func(f *zalosim.Faults) { f.MediaShort = 1 }, 200, "short"},
		"page":  {func(f *zalosim.Faults) { f.MediaPage = 1 }, 200, "<html><body>Vui lòng đăng nhập</body></html>"},
		"moved": {func(f *zalosim.Faults) { f.MediaAway, f.MediaTo = 1, "https://x" }, 302, ""},
		"away":  {func(f *zalosim.Faults) { f.Unavailable = 1 }, 503, ""},
		"down":  {func(f *zalosim.Faults) { f.Down = true }, 0, ""},
	} {
		r.sim.Inject(c.fault)
		if s, b, _ := get(); s != c.status || b != c.body {
			t.Errorf("%s: %d %q", name, s, b)
		}
		r.sim.Inject(func(f *zalosim.Faults) { *f = zalosim.Faults{} })
	}
	r.at = r.at.Add(time.Hour)
	if s, _, _ := get(); s != 403 {
		t.Errorf("an address of an hour ago: %d", s)
	}
	if !bytes.Equal(r.sim.File(url), jpeg) {
		t.Error("the phone does not show it any more")
	}
}
