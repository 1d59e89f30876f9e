package text

import "testing"

func TestSecret(t *testing.T) {
	tests := map[string]Marker{
		"tài liệu mật": SureMarker, "gửi tài liệu MẬT": SureMarker, "độ mật": SureMarker, "tuyệt mật": SureMarker,
		"tối mật": SureMarker, "dấu mật": SureMarker, "có đóng dấu mật": SureMarker, "văn bản mật": SureMarker,
		`dấu "Mật"`: SureMarker, "bí mật nhà nước": SureMarker, "công văn mật số 5": SureMarker, "độ: mật": SureMarker,
		"tai lieu mat": SureMarker, "tuyet mat": SureMarker, "bi mat nha nuoc": SureMarker, "dong dau mat": SureMarker,
		"van ban mat": SureMarker, "ta\u0300i lie\u0323\u0302u ma\u0323\u0302t": SureMarker,
		"mật độ dân cư": NoMarker, "mat do dan cu": NoMarker, "mật khẩu": NoMarker, "bảo mật": NoMarker, "mật ong": NoMarker,
		"mật ong rừng": NoMarker, "bí mật gia đình": NoMarker, "quan hệ mật thiết": NoMarker, "thân mật": NoMarker,
		"mặt trận": NoMarker, "mat tran": NoMarker, "mất nước": NoMarker, "mat nuoc": NoMarker, "tắt mặt tối mặt": NoMarker,
		"tat mat toi mat": NoMarker, "chế độ mật khẩu": NoMarker, "nuôi ong lấy mật": NoMarker, "ong cho nhiều mật": NoMarker,
		"tuần trăng mật": NoMarker, "sỏi mật": NoMarker, "xin giữ bí mật": NoMarker, "dau mat do": NoMarker, "đau mắt": NoMarker,
		"do mat duong hong": NoMarker, "tăng cường độ mật độ": NoMarker, "": NoMarker, "tài liệu mất hết": NoMarker,
		"tối mặt": NoMarker, "Mặt trận Tổ quốc xã": NoMarker,
		"mật": MaybeMarker, "việc này mật": MaybeMarker, "họp bí mật": MaybeMarker, "toi mat": MaybeMarker, "dau mat": MaybeMarker,
		"cơ mật": MaybeMarker,
	}
	for in, want := range tests {
		if got := Secret(in); got != want {
			t.Errorf("Secret(%q) = %v, want %v", in, got, want)
		}
	}
}
