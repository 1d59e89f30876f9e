package text

import (
	"slices"
	"strings"
)

// titles are the forms of address before a name; titlesPlain are those that are safe to read without accents, and
// titlesVague those that without accents are mostly other words (co is "có", ba is "ba").
var (
	titles = set("ông", "bà", "anh", "chị", "cô", "chú", "bác", "cụ", "em", "cháu", "thím", "mợ", "dì", "cậu", "thầy",
		"bé", "đ/c")
	titlesPlain = set("ong", "anh", "em", "chau", "bac")
	titlesVague = set("ba", "chi", "co", "chu", "cu", "di", "cau", "thay", "be")
)

// surnames are the family names of Vietnam, keyed; surnamesFolded are the same without accents.
var (
	surnames = fieldsSet(`nguyễn trần lê phạm hoàng huỳnh phan vũ võ đặng bùi đỗ hồ ngô dương lý đào đinh đoàn lâm trịnh
		mai trương phùng hà cao tạ lương thái tô châu quách kiều thạch đàm chu nghiêm khuất tăng vương lưu doãn bạch khổng
		mạc lại ninh nông triệu vi từ la hứa ông thân tống văn giang quản ngụy cù đồng viên kim khương tôn âu lục cấn phí
		sái đậu hán bế chử an ma giàng vàng thào sùng lò quàng cầm hoa tiêu trình đới phó nhữ dư bàng mẫn bồ điền`)
	surnamesFolded = foldedSet(surnames)
)

// sureSurnames are those that even in lower case, before văn or thị, are no other words.
var sureSurnames = fieldsSet(`nguyễn trần phạm hoàng huỳnh phan bùi ngô nguyen tran pham hoang huynh phan bui ngo`)

// givenNames are common given names without accents, for the second word of "chị Thu Hà" and for texts without accents.
var givenNames = fieldsSet(`an anh ai bach bao bich binh cam canh chau chi chien chung chuong cong cuc cuong dao dat diem
	diep dieu dinh doan dong du duc dung duong duy duyen dan dai dang dien gia giang giap ha hai han hang hanh hao hau hien
	hiep hieu hoa hoai hoan hoang hoat hoc hong hop hue hung huong huu huy huyen kha khai khang khanh khiem khoa khoi khue
	kien kieu kim ky lai lam lan lanh le lich lien lieu linh loan loc loi long luan luc luong luyen ly mai man manh mao mien
	minh mo my nam nga ngan nghi nghia ngoc nguyen nguyet nha nhan nhat nhi nhien nhu nhung ninh nu oanh phat phi phong phu
	phuc phung phuoc phuong quan quang que quoc quy quyen quyet quynh sang sau sen sinh son song suong sy tai tam tan tao
	thach thai tham than thang thanh thao the thi thiem thien thiep thiet thinh tho thoa thong thu thuan thuc thuong thuy
	tien tiep tin tinh to toan toai trang tri trinh trong trung truc truong tu tuan tuat tue tung tuoi tuong tuy tuyen tuyet
	ty uyen van vi viet vinh vu vui vuong vy xuan xuyen yen`)

// placeWords begin the name of a place; what follows is no person. Without accents only those that are hardly other
// words. placeStreets name small places, which even before a form of address in lower case ("chợ ông Tạ") are places.
var (
	placeWords = fieldsSet(`đường phố ngõ ngách hẻm chợ trường phường xã thôn xóm làng cầu hồ chùa đình đền miếu viện quận
		huyện tỉnh thành viên khu tổ ga bến bãi đảo núi sông đại lộ tượng lăng thcs thpt duong pho ngo ngach phuong quan huyen
		thon xom truong chua vien ga ben khu xa tinh p q`)
	placeStreets = fieldsSet(`đường phố ngõ ngách hẻm chợ cầu hồ chùa đình đền miếu ga bến bãi đảo núi tượng lăng duong pho
		ngach`)
)

// notNames are words that follow a form of address without being a name: pairs, posts, saints and places.
var notNames = newPairs(`chủ tịch;chủ nhiệm;chủ hộ;chủ nhà;phó chủ;phó bí;phó trưởng;phó giám;phó ban;bí thư;
	trưởng thôn;trưởng ban;trưởng xóm;trưởng khu;trưởng phòng;trưởng trạm;giám đốc;tổ trưởng;tổ phó;tổ dân;công an;
	công nhân;công dân;công chức;hội trưởng;hội viên;hội phụ;hội cựu;hội đồng;đại tá;đại úy;đại biểu;đại diện;đại đức;
	thư ký;kế toán;cán bộ;trung tá;trung úy;trung tướng;thượng tá;thượng úy;thượng tọa;thiếu tá;thiếu úy;thiếu tướng;
	thiếu nhi;hiệu trưởng;hiệu phó;viện trưởng;chánh văn;chánh án;bộ trưởng;thủ tướng;tổng bí;tổng giám;bảo vệ;
	giáo viên;bác sĩ;bác sỹ;y tá;kỹ sư;nhà báo;nhà nước;luật sư;cựu chiến;mặt trận;đảng viên;đảng ủy;đoàn viên;
	đoàn thanh;thanh niên;phụ nữ;phụ huynh;người cao;người dân;nhân dân;dân phòng;dân quân;dân phố;hàng xóm;hàng rong;
	lãnh đạo;học sinh;sinh viên;việt nam;hà nội;trưng nhị;trưng trắc;cộng tác;ủy viên;tiểu thương;cao tuổi;ban quản;
	ban công;quản lý;liên gia;mẹ việt;tổ công;khu phố;xe ôm;lái xe;cảnh sát;quân đội;cựu bí;cựu chủ;nguyên chủ;nguyên bí;
	nguyên phó;nguyên trưởng;đồng chí;bí thu`)

// notAlone are single words that after the given form of address make a fixed term.
var notAlone = newPairs(`bà con;bà rịa;bà trưng;bà triệu;bà đen;bà nà;bà mẹ;bà đình;bà vì;bà là;bà điểm;bà chúa;
	bác hồ;bác sĩ;bác sỹ;bác ái;ông bà;ông cha;ông trời;ông táo;ông địa;ông chủ;ông công;cô giáo;cô tô;cô nhuế;cô loa;
	cô đô;cô bé;cô dâu;cô nhi;chị em;anh em;anh chị;anh quốc;em bé;em gái;em trai;cụ rùa;cụ thể;cu ba;bác giang;
	bác ninh;bác kạn;bác liêu;bác hà;bác mỹ;bác từ;bác âu;bác thăng;bác hồng;bác sơn;chú ý;chú rể;cháu gái;cháu trai;
	cụ bà;cụ ông;bà nội;bà ngoại;ông nội;ông ngoại;chị hội;cháu bé;bà tổ;ông tổ;chị ủy;chi bộ;chi hội;chi ủy;chi nhánh;
	chi cục;chi đoàn;chu vi;có mặt;có công`)

func fieldsSet(s string) map[string]bool {
	return set(strings.Fields(s)...)
}

func foldedSet(in map[string]bool) map[string]bool {
	out := make(map[string]bool, len(in))
	for w := range in {
		out[foldWord(Key(w))] = true
	}
	return out
}

// pairs holds accented word pairs by their fold.
type pairs map[string][]string

// newPairs makes pairs of a list separated by semicolons.
func newPairs(s string) pairs {
	out := make(pairs)
	for p := range strings.SplitSeq(s, ";") {
		key := Key(p)
		out[foldWord(key)] = append(out[foldWord(key)], key)
	}
	return out
}

// has tells whether two neighbouring words are a pair, accents deciding where typed.
func (p pairs) has(a, b nameWord) bool {
	known := p[a.fold+" "+b.fold]
	if a.key == a.fold && b.key == b.fold {
		return len(known) > 0
	}
	return slices.Contains(known, a.key+" "+b.key)
}
