//! The size of an image, from the first bytes of its file, so that a page does not jump when it arrives.

/// Width and height in pixels; none for a kind that is not known, or a file that does not say.
pub(super) fn size(bytes: &[u8]) -> Option<(u32, u32)> {
    let size = match bytes {
        [0x89, b'P', b'N', b'G', ..] => (big(bytes, 16)?, big(bytes, 20)?),
        [b'G', b'I', b'F', b'8', ..] => (little(bytes, 6)?, little(bytes, 8)?),
        [0xff, 0xd8, ..] => jpeg(bytes)?,
        [b'R', b'I', b'F', b'F', ..] => webp(bytes)?,
        _ => svg(str::from_utf8(bytes).ok()?)?,
    };
    (size.0 > 0 && size.1 > 0).then_some(size)
}

fn big(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_be_bytes(bytes.get(at..at + 4)?.try_into().ok()?))
}

fn little(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u16::from_le_bytes(bytes.get(at..at + 2)?.try_into().ok()?).into())
}

/// Goes from marker to marker until the one that begins a frame.
fn jpeg(bytes: &[u8]) -> Option<(u32, u32)> {
    let word = |at: usize| Some(u16::from_be_bytes(bytes.get(at..at + 2)?.try_into().ok()?));
    let mut at = 2;
    loop {
        let [0xff, marker] = *bytes.get(at..at + 2)? else { return None };
        match marker {
            // Fill bytes before a marker.
            0xff => at += 1,
            // Tables for Huffman and arithmetic coding share the range of frames.
            0xc0..=0xcf if !matches!(marker, 0xc4 | 0xc8 | 0xcc) => {
                return Some((word(at + 7)?.into(), word(at + 5)?.into()));
            }
            _ => at += 2 + usize::from(word(at + 2)?),
        }
    }
}

fn webp(bytes: &[u8]) -> Option<(u32, u32)> {
    match bytes.get(8..16)? {
        b"WEBPVP8 " => Some((little(bytes, 26)? & 0x3fff, little(bytes, 28)? & 0x3fff)),
        b"WEBPVP8L" => {
            let bits = u32::from_le_bytes(bytes.get(21..25)?.try_into().ok()?);
            Some(((bits & 0x3fff) + 1, (bits >> 14 & 0x3fff) + 1))
        }
        b"WEBPVP8X" => {
            let three = |at: usize| Some(little(bytes, at)? | u32::from(*bytes.get(at + 2)?) << 16);
            Some((three(24)? + 1, three(27)? + 1))
        }
        _ => None,
    }
}

/// The width and height of the root element in pixels, else those of its view box.
fn svg(text: &str) -> Option<(u32, u32)> {
    let start = text.find("<svg")?;
    let tag = crate::parse::html::tag(text.get(start..start + text.get(start..)?.find('>')? + 1)?)?;
    let pixels = |key: &str| whole(tag.attribute(key)?.trim().trim_end_matches("px"));
    if let (Some(width), Some(height)) = (pixels("width"), pixels("height")) {
        return Some((width, height));
    }
    let view = tag.attribute("viewBox")?;
    let mut numbers = view.split([' ', ',']).filter(|number| !number.is_empty()).skip(2).map(whole);
    Some((numbers.next()??, numbers.next()??))
}

/// A number as whole pixels.
fn whole(number: &str) -> Option<u32> {
    let number: f64 = number.trim().parse().ok()?;
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "the range is checked")]
    (1.0..100_000.0).contains(&number).then_some(number.round() as u32)
}

#[cfg(test)]
mod tests {
    use super::size;

    #[test]
    fn sizes_of_the_usual_kinds() {
        let png = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\x02\x80\0\0\x01\xe0\x08";
        assert_eq!(size(png), Some((640, 480)));
        assert_eq!(size(b"GIF89a\x40\x01\xc8\x00\xf7"), Some((320, 200)));
        let jpeg = b"\xff\xd8\xff\xe0\0\x04ab\xff\xff\xc4\0\x02\xff\xc2\0\x11\x08\0\x64\0\xc8\x03";
        assert_eq!(size(jpeg), Some((200, 100)));
        assert_eq!(size(b"RIFF....WEBPVP8X\x0a\0\0\0\0\0\0\0\x7f\x02\0\xdf\x01\0"), Some((640, 480)));
        assert_eq!(size(b"RIFF....WEBPVP8 ....\0\0\0\x9d\x01\x2a\x80\x02\xe0\x01"), Some((640, 480)));
        assert_eq!(size(b"RIFF....WEBPVP8L....\x2f\x7f\xc2\x77\0"), Some((640, 480)));
        assert_eq!(size(b"<?xml?>\n<svg width=\"120px\" height='40.4' viewBox=\"0 0 1 1\">"), Some((120, 40)));
        assert_eq!(size(b"<svg viewBox=\"0, 0 300 150\"/>"), Some((300, 150)));
    }

    #[test]
    fn what_does_not_say_has_none() {
        for bytes in [
            &b""[..],
            b"\x89PNG",
            b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\0\0\0\x01\xe0",
            b"\xff\xd8",
            b"\xff\xd8\xff\xff\xff\xff",
            b"\xff\xd8\xff\xe0\0\0\xff\xe0\0\0",
            b"RIFF....WAVEfmt ",
            b"<svg width=\"100%\" height=\"50\">",
            b"<svg width=\"-1\" height=\"1e99\" viewBox=\"0 0\">",
            b"<svg",
            b"text",
        ] {
            assert_eq!(size(bytes), None);
        }
    }
}
