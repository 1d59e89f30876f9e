package text

import (
	"slices"
	"strings"
	"testing"

	"golang.org/x/text/unicode/norm"
)

// reports are twelve invented reports.
var reports = []string{
	"Bà con tổ dân phố số 7 phản ánh đường vào khu tập thể đào lên đặt ống nước đã hơn hai tháng chưa hoàn trả, trời mưa lầy lội, người già và các cháu đi học rất khó khăn. Đề nghị phường đôn đốc đơn vị thi công hoàn trả mặt đường trong tháng.",
	"Người dân đồng tình với chủ trương phân loại rác tại nguồn nhưng băn khoăn vì xe thu gom vẫn đổ chung, giờ thu gom thay đổi không báo trước. Đề nghị có lịch cố định và hướng dẫn dễ hiểu.",
	"Qua các buổi họp thôn, đa số bà con đánh giá thủ tục ở điểm phục vụ hành chính công của xã nhanh hơn trước, cán bộ hướng dẫn nhiệt tình. Một vài người cao tuổi mong có người hỗ trợ nộp hồ sơ trực tuyến.",
	"Khoảng ba mươi hộ trong phạm vi một dự án khu đô thị chậm triển khai nhiều năm bức xúc vì không được sửa nhà, không tách được thửa. Bà con kiến nghị thành phố công khai tiến độ, nếu không thực hiện thì điều chỉnh quy hoạch.",
	"Một số phụ huynh chưa rõ khoản nào là thu theo quy định, khoản nào là tự nguyện đầu năm học. Đề nghị nhà trường niêm yết công khai và trao đổi tại cuộc họp phụ huynh.",
	"Gần đây nhiều người cao tuổi trong thôn nhận được cuộc gọi tự xưng cán bộ yêu cầu cài ứng dụng để cập nhật giấy tờ. Bà con lo lắng, đề nghị tuyên truyền trên loa và tại sinh hoạt chi hội.",
	"Từ rạng sáng, sau trận mưa lớn, ngõ trũng cạnh mương thoát nước ngập khoảng 50 cm, hơn hai mươi hộ bị nước vào nhà, máy bơm chưa hoạt động. Đề nghị phường cử lực lượng hỗ trợ người già, di chuyển đồ đạc và bơm nước.",
	"Ba ngày nay nước kênh qua thôn chuyển màu đen, mùi hắc, cá chết nổi. Bà con nghi do xả thải từ cụm cơ sở sản xuất phía trên nhưng chưa xác minh. Đề nghị lấy mẫu và thông tin kết quả cho dân.",
	"Tiểu thương và người mua ở chợ dân sinh mong có kiểm tra nhanh nguồn gốc thực phẩm, nhất là dịp giáp Tết, và công khai nơi bán đạt yêu cầu.",
	"Người cao tuổi phấn khởi khi mức trợ cấp được điều chỉnh và chi trả qua tài khoản. Một số cụ chưa dùng tài khoản đề nghị duy trì điểm chi trả trực tiếp.",
	"Trên các nhóm mạng xã hội của khu dân cư lan truyền tin khu chợ sắp bị giải tỏa ngay trong tháng, tiểu thương hoang mang. Chúng tôi chưa thấy văn bản nào. Đề nghị phường sớm có thông tin chính thức.",
	"Khoảng bốn mươi hộ có đất làm tuyến đường mới chưa thống nhất đơn giá bồi thường hoa màu. Bà con mong được giải thích cách tính và đề nghị lãnh đạo phường đối thoại trực tiếp trong tuần này.",
}

// written returns the ways a report may arrive: as it is, without accents, decomposed, and with keys left undecoded.
func written(s string) []string {
	plain := strings.Map(func(r rune) rune {
		if l := lookup(r); l.base != 0 {
			b := rune(l.base)
			if strings.ToUpper(string(r)) == string(r) {
				b -= 'a' - 'A'
			}
			return b
		}
		return r
	}, s)
	telex := strings.NewReplacer("ộ", "ooj", "đ", "dd", "ư", "uw", "á", "as", "ế", "ees").Replace(s)
	return []string{s, plain, norm.NFD.String(s), telex, strings.ReplaceAll(s, " ", "\u00a0"), strings.ReplaceAll(s, ". ", ".\n")}
}

func TestReportsStay(t *testing.T) {
	for i, r := range reports {
		for _, s := range written(r) {
			if got, kinds := Mask(s); got != s || kinds != nil {
				t.Errorf("report %d: %v hidden in %q", i+1, kinds, got)
			}
			if m := Secret(s); m != NoMarker {
				t.Errorf("report %d: %v in %q", i+1, m, s)
			}
		}
		if FoldKeep(r) != FoldKeep(norm.NFD.String(r)) || FoldKeep(r) != FoldKeep(written(r)[1]) {
			t.Errorf("report %d folds differently when decomposed or without accents", i+1)
		}
	}
}

func TestReportsMasked(t *testing.T) {
	planted := map[string]Kind{
		"0912345678": Phone, "0912 345 678": Phone, "+84 912 345 678": Phone, "001085012345": NationalID, "001 085 012 345": NationalID,
		"29A-123.45": Plate, "an.nv@gmail.com": Email, "012345678": NationalID, "０９１２３４５６７８": Phone, "09\u200b12345678": Phone,
	}
	for i, r := range reports {
		for _, s := range written(r) {
			for canary, kind := range planted {
				for _, at := range spaces(s) {
					got, kinds := Mask(s[:at] + " " + canary + s[at:])
					want := s[:at] + " " + Masked + s[at:]
					account := slices.Equal(kinds, []Kind{Account}) && i == 9 // behind "tài khoản" it is taken for one
					if got != want || !account && !slices.Equal(kinds, []Kind{kind}) {
						t.Fatalf("report %d with %q: %q %v", i+1, canary, got, kinds)
					}
				}
			}
		}
	}
}

// spaces returns the places of the plain spaces of s, every fifth.
func spaces(s string) (out []int) {
	n := 0
	for i := range len(s) {
		if s[i] == ' ' {
			if n++; n%5 == 0 {
				out = append(out, i)
			}
		}
	}
	return out
}
