<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="he" sourcelanguage="en">
  <context>
    <name>Alert</name>
    <message>
      <source>Alert: {words}</source>
      <translation>התרעה: {words}</translation>
    </message>
  </context>
  <context>
    <name>Audit</name>
    <message>
      <source>Appointment</source>
      <translation>תור</translation>
    </message>
    <message>
      <source>Blocked time</source>
      <translation>זמן חסום</translation>
    </message>
    <message>
      <source>Calendar</source>
      <translation>יומן</translation>
    </message>
    <message>
      <source>Client</source>
      <translation>מטופל/ת</translation>
    </message>
    <message>
      <source>File</source>
      <translation>קובץ</translation>
    </message>
    <message>
      <source>History</source>
      <translation>היסטוריה</translation>
    </message>
    <message>
      <source>Laptop that was removed</source>
      <translation>מחשב שהוסר</translation>
    </message>
    <message>
      <source>Location</source>
      <translation>מיקום</translation>
    </message>
    <message>
      <source>Mark on the body chart</source>
      <translation>סימון במפת הגוף</translation>
    </message>
    <message>
      <source>Measure</source>
      <translation>מדד</translation>
    </message>
    <message>
      <source>Nothing has been done yet.</source>
      <translation>עדיין לא נעשה דבר.</translation>
    </message>
    <message>
      <source>Person of the team</source>
      <translation>איש/אשת צוות</translation>
    </message>
    <message>
      <source>Place on the waitlist</source>
      <translation>מקום ברשימת ההמתנה</translation>
    </message>
    <message>
      <source>Practice</source>
      <translation>קליניקה</translation>
    </message>
    <message>
      <source>Question about two texts</source>
      <translation>שאלה על שני טקסטים</translation>
    </message>
    <message>
      <source>Record</source>
      <translation>רשומה</translation>
    </message>
    <message>
      <source>Series of appointments</source>
      <translation>סדרת תורים</translation>
    </message>
    <message>
      <source>Service</source>
      <translation>סוג טיפול</translation>
    </message>
    <message>
      <source>Session note</source>
      <translation>סיכום</translation>
    </message>
    <message>
      <source>Show earlier</source>
      <translation>הצגת פעולות קודמות</translation>
    </message>
    <message>
      <source>Template of notes</source>
      <translation>תבנית סיכום</translation>
    </message>
    <message>
      <source>Text snippet</source>
      <translation>קיצור טקסט</translation>
    </message>
    <message>
      <source>Unknown person</source>
      <translation>אדם לא מוכר</translation>
    </message>
    <message>
      <source>Who did what, on which laptop, when, by the clock of that laptop. It is kept with the practice, holds no names of clients and no text of notes, and is in every export.</source>
      <translation>מי עשה מה, באיזה מחשב ומתי, לפי השעון של אותו מחשב. היומן נשמר עם הקליניקה, אין בו שמות מטופלים או תוכן של סיכומים, והוא נכלל בכל ייצוא.</translation>
    </message>
    <message>
      <source>added</source>
      <translation>הוספה</translation>
    </message>
    <message>
      <source>amended</source>
      <translation>תיקון</translation>
    </message>
    <message>
      <source>another laptop</source>
      <translation>מחשב אחר</translation>
    </message>
    <message>
      <source>answered</source>
      <translation>מענה</translation>
    </message>
    <message>
      <source>archived</source>
      <translation>העברה לארכיון</translation>
    </message>
    <message>
      <source>begun</source>
      <translation>התחלה</translation>
    </message>
    <message>
      <source>booked</source>
      <translation>קביעה</translation>
    </message>
    <message>
      <source>brought back</source>
      <translation>החזרה</translation>
    </message>
    <message>
      <source>change taken back</source>
      <translation>ביטול שינוי</translation>
    </message>
    <message>
      <source>changed</source>
      <translation>שינוי</translation>
    </message>
    <message>
      <source>changed from one of them on</source>
      <translation>שינוי ממופע אחד והלאה</translation>
    </message>
    <message>
      <source>client reminded</source>
      <translation>נשלחה תזכורת למטופל/ת</translation>
    </message>
    <message>
      <source>deleted</source>
      <translation>מחיקה</translation>
    </message>
    <message>
      <source>ended</source>
      <translation>סיום</translation>
    </message>
    <message>
      <source>exported</source>
      <translation>ייצוא</translation>
    </message>
    <message>
      <source>imported into</source>
      <translation>ייבוא נתונים</translation>
    </message>
    <message>
      <source>left out on one day</source>
      <translation>השמטה ביום אחד</translation>
    </message>
    <message>
      <source>looked at</source>
      <translation>צפייה</translation>
    </message>
    <message>
      <source>made</source>
      <translation>יצירה</translation>
    </message>
    <message>
      <source>marked</source>
      <translation>סימון</translation>
    </message>
    <message>
      <source>moved</source>
      <translation>הזזה</translation>
    </message>
    <message>
      <source>printed</source>
      <translation>הדפסה</translation>
    </message>
    <message>
      <source>reminder taken back: not sent after all</source>
      <translation>ביטול סימון התזכורת: לא נשלחה בסופו של דבר</translation>
    </message>
    <message>
      <source>saved as a copy</source>
      <translation>שמירה כעותק</translation>
    </message>
    <message>
      <source>signed</source>
      <translation>חתימה</translation>
    </message>
    <message>
      <source>taken over from the old program</source>
      <translation>העברה מהתוכנה הישנה</translation>
    </message>
    <message>
      <source>this laptop</source>
      <translation>המחשב הזה</translation>
    </message>
    <message>
      <source>two versions put together</source>
      <translation>איחוד שתי גרסאות</translation>
    </message>
    <message>
      <source>what it left was set aside</source>
      <translation>מה שהותיר הועבר הצידה</translation>
    </message>
    <message>
      <source>{thing}: {done}</source>
      <translation>{thing}: {done}</translation>
    </message>
  </context>
  <context>
    <name>Banner</name>
    <message>
      <source>Close</source>
      <translation>סגירה</translation>
    </message>
  </context>
  <context>
    <name>Blocks</name>
    <message>
      <source>1 appointment stands in the time that was blocked.</source>
      <translation>תור אחד נמצא בזמן שנחסם.</translation>
    </message>
    <message>
      <source>1 appointment stands there:</source>
      <translation>תור אחד נמצא שם:</translation>
    </message>
    <message>
      <source>A place that was removed</source>
      <translation>מיקום שהוסר</translation>
    </message>
    <message>
      <source>All day</source>
      <translation>כל היום</translation>
    </message>
    <message>
      <source>Block</source>
      <translation>חסימה</translation>
    </message>
    <message>
      <source>Block instead</source>
      <translation>חסימה במקום תור</translation>
    </message>
    <message>
      <source>Block time</source>
      <translation>חסימת זמן</translation>
    </message>
    <message>
      <source>Blocked</source>
      <translation>חסום</translation>
    </message>
    <message>
      <source>Blocked time</source>
      <translation>זמן חסום</translation>
    </message>
    <message>
      <source>Blocked: {title}</source>
      <translation>חסום: {title}</translation>
    </message>
    <message>
      <source>Changed on all of its days</source>
      <translation>שונה בכל הימים שלו</translation>
    </message>
    <message>
      <source>Closed</source>
      <translation>סגור</translation>
    </message>
    <message>
      <source>Closed: {title}</source>
      <translation>סגור: {title}</translation>
    </message>
    <message>
      <source>First day</source>
      <translation>היום הראשון</translation>
    </message>
    <message>
      <source>For</source>
      <translation>עבור</translation>
    </message>
    <message>
      <source>It repeats in a way that only a newer version of the program knows.</source>
      <translation>הוא חוזר באופן שרק גרסה חדשה יותר של התוכנה מכירה.</translation>
    </message>
    <message>
      <source>Last day</source>
      <translation>היום האחרון</translation>
    </message>
    <message>
      <source>Left out on this day</source>
      <translation>הושמט ביום הזה</translation>
    </message>
    <message>
      <source>Moved on all of its days</source>
      <translation>הועבר בכל הימים שלו</translation>
    </message>
    <message>
      <source>No time is blocked here.</source>
      <translation>אין כאן זמן חסום.</translation>
    </message>
    <message>
      <source>Not on {day}</source>
      <translation>למעט {day}</translation>
    </message>
    <message>
      <source>Now {days}</source>
      <translation>עכשיו {days}</translation>
    </message>
    <message>
      <source>Open the blocked time</source>
      <translation>פתיחת הזמן החסום</translation>
    </message>
    <message>
      <source>Show</source>
      <translation>הצגה</translation>
    </message>
    <message>
      <source>Somebody who left</source>
      <translation>מי שכבר לא בצוות</translation>
    </message>
    <message>
      <source>Such as lunch or supervision</source>
      <translation>למשל ארוחת צהריים או הדרכה</translation>
    </message>
    <message>
      <source>The block was changed</source>
      <translation>הזמן החסום שונה</translation>
    </message>
    <message>
      <source>The block was deleted</source>
      <translation>הזמן החסום נמחק</translation>
    </message>
    <message>
      <source>The form of a blocked time has changes that are not saved.</source>
      <translation>בטופס של זמן חסום יש שינויים שלא נשמרו.</translation>
    </message>
    <message>
      <source>The time is blocked</source>
      <translation>הזמן נחסם</translation>
    </message>
    <message>
      <source>The whole practice</source>
      <translation>הקליניקה כולה</translation>
    </message>
    <message>
      <source>The whole practice (closed)</source>
      <translation>הקליניקה כולה (סגירה)</translation>
    </message>
    <message>
      <source>This is the time of somebody else, so it stays. Open it to see it.</source>
      <translation>זה זמן של מישהו אחר, ולכן הוא נשאר במקומו. אפשר לפתוח אותו כדי לראות אותו.</translation>
    </message>
    <message>
      <source>What for</source>
      <translation>לשם מה</translation>
    </message>
    <message>
      <source>all day</source>
      <translation>כל היום</translation>
    </message>
    <message>
      <source>blocked</source>
      <translation>חסום</translation>
    </message>
    <message>
      <source>closed</source>
      <translation>סגור</translation>
    </message>
    <message>
      <source>{day}, all day</source>
      <translation>{day}, כל היום</translation>
    </message>
    <message>
      <source>{done}. 1 appointment stands there.</source>
      <translation>{done}. תור אחד נמצא שם.</translation>
    </message>
    <message>
      <source>{done}. {n} appointments stand there.</source>
      <translation>{done}. {n} תורים נמצאים שם.</translation>
    </message>
    <message>
      <source>{first} to {last}, all day</source>
      <translation>{first} עד {last}, כל היום</translation>
    </message>
    <message>
      <source>{n} appointments stand in the time that was blocked.</source>
      <translation>{n} תורים נמצאים בזמן שנחסם.</translation>
    </message>
    <message>
      <source>{n} appointments stand there:</source>
      <translation>{n} תורים נמצאים שם:</translation>
    </message>
    <message>
      <source>{place} (closed)</source>
      <translation>{place} (סגירה)</translation>
    </message>
    <message>
      <source>{place} is closed</source>
      <translation>{place}: סגור</translation>
    </message>
    <message>
      <source>{place} is closed: {title}</source>
      <translation>{place}: סגור – {title}</translation>
    </message>
  </context>
  <context>
    <name>BodyChart</name>
    <message>
      <source>1 gone</source>
      <translation>אחד נעלם</translation>
    </message>
    <message>
      <source>1 mark carried. Say how strong it is today.</source>
      <translation>סימון אחד הועבר. יש לציין כמה הוא חזק היום.</translation>
    </message>
    <message>
      <source>1 new</source>
      <translation>סימון חדש אחד</translation>
    </message>
    <message>
      <source>1 stronger</source>
      <translation>אחד התחזק</translation>
    </message>
    <message>
      <source>1 unchanged</source>
      <translation>אחד ללא שינוי</translation>
    </message>
    <message>
      <source>1 weaker</source>
      <translation>אחד נחלש</translation>
    </message>
    <message>
      <source>Achilles tendon</source>
      <translation>גיד אכילס</translation>
    </message>
    <message>
      <source>Add to Objective</source>
      <translation>הוספה לאובייקטיבי</translation>
    </message>
    <message>
      <source>Alone</source>
      <translation>לבדו</translation>
    </message>
    <message>
      <source>Back</source>
      <translation>מאחור</translation>
    </message>
    <message>
      <source>Back to this note</source>
      <translation>חזרה לסיכום הזה</translation>
    </message>
    <message>
      <source>Backs of the hands</source>
      <translation>גב הידיים</translation>
    </message>
    <message>
      <source>Before: {numbers}</source>
      <translation>קודם: {numbers}</translation>
    </message>
    <message>
      <source>Behind this note's</source>
      <translation>מאחורי הסימונים כאן</translation>
    </message>
    <message>
      <source>Body</source>
      <translation>גוף</translation>
    </message>
    <message>
      <source>Body chart</source>
      <translation>מפת גוף</translation>
    </message>
    <message>
      <source>Carry its marks into this note</source>
      <translation>העברת הסימונים שלו לסיכום הזה</translation>
    </message>
    <message>
      <source>Changed: {mark}</source>
      <translation>שונה: {mark}</translation>
    </message>
    <message>
      <source>Click where it is, or go there with the arrow keys and press Enter; then type how strong it is, 0 to 10. Del takes a mark off, Shift and arrows move it, Ctrl and arrows choose the next one's kind.</source>
      <translation>יש ללחוץ במקום המתאים, או להגיע אליו במקשי החיצים ולהקיש Enter; אחר כך להקליד את העוצמה, 0 עד 10. Del מסיר סימון, Shift עם החיצים מזיז אותו, Ctrl עם החיצים בוחר את סוג הסימון הבא.</translation>
    </message>
    <message>
      <source>Earlier session</source>
      <translation>טיפול קודם</translation>
    </message>
    <message>
      <source>Feet</source>
      <translation>כפות רגליים</translation>
    </message>
    <message>
      <source>Feet from above</source>
      <translation>כפות הרגליים מלמעלה</translation>
    </message>
    <message>
      <source>Figures</source>
      <translation>תצוגות הגוף</translation>
    </message>
    <message>
      <source>Finding</source>
      <translation>ממצא</translation>
    </message>
    <message>
      <source>Front</source>
      <translation>מלפנים</translation>
    </message>
    <message>
      <source>Gone</source>
      <translation>נעלם</translation>
    </message>
    <message>
      <source>Hands</source>
      <translation>ידיים</translation>
    </message>
    <message>
      <source>How the earlier session is drawn</source>
      <translation>איך מצויר הטיפול הקודם</translation>
    </message>
    <message>
      <source>Intensity</source>
      <translation>עוצמה</translation>
    </message>
    <message>
      <source>Kind of the next mark</source>
      <translation>סוג הסימון הבא</translation>
    </message>
    <message>
      <source>L</source>
      <translation>ש</translation>
    </message>
    <message>
      <source>Later session</source>
      <translation>טיפול מאוחר יותר</translation>
    </message>
    <message>
      <source>Left side</source>
      <translation>צד שמאל</translation>
    </message>
    <message>
      <source>Marked: {mark}</source>
      <translation>סומן: {mark}</translation>
    </message>
    <message>
      <source>Marks of an earlier session are only read here.</source>
      <translation>סימונים של טיפול קודם מוצגים כאן לקריאה בלבד.</translation>
    </message>
    <message>
      <source>New</source>
      <translation>חדש</translation>
    </message>
    <message>
      <source>No earlier session is shown. Ctrl+PgUp goes to one, if there is one.</source>
      <translation>לא מוצג טיפול קודם. Ctrl+PgUp עובר לטיפול קודם, אם יש כזה.</translation>
    </message>
    <message>
      <source>Not said</source>
      <translation>לא צוינה</translation>
    </message>
    <message>
      <source>Nothing was carried: all of these are marked here already.</source>
      <translation>לא הועבר דבר: כל אלה כבר מסומנים כאן.</translation>
    </message>
    <message>
      <source>Numbness</source>
      <translation>חוסר תחושה</translation>
    </message>
    <message>
      <source>Open note</source>
      <translation>פתיחת הסיכום</translation>
    </message>
    <message>
      <source>Over time</source>
      <translation>לאורך זמן</translation>
    </message>
    <message>
      <source>Pain</source>
      <translation>כאב</translation>
    </message>
    <message>
      <source>Palms</source>
      <translation>כפות הידיים</translation>
    </message>
    <message>
      <source>R</source>
      <translation>י</translation>
    </message>
    <message>
      <source>Remark</source>
      <translation>הערה</translation>
    </message>
    <message>
      <source>Right side</source>
      <translation>צד ימין</translation>
    </message>
    <message>
      <source>Scar</source>
      <translation>צלקת</translation>
    </message>
    <message>
      <source>Session</source>
      <translation>טיפול</translation>
    </message>
    <message>
      <source>Show 1 more place</source>
      <translation>הצגת מקום אחד נוסף</translation>
    </message>
    <message>
      <source>Show {n} more places</source>
      <translation>הצגת {n} מקומות נוספים</translation>
    </message>
    <message>
      <source>Sides</source>
      <translation>צדדים</translation>
    </message>
    <message>
      <source>Since {day}: {changes}.</source>
      <translation>מאז {day}: {changes}.</translation>
    </message>
    <message>
      <source>Soles</source>
      <translation>כפות הרגליים מלמטה</translation>
    </message>
    <message>
      <source>Still there</source>
      <translation>עדיין קיים</translation>
    </message>
    <message>
      <source>Stronger now: {number}</source>
      <translation>התחזק: כעת {number}</translation>
    </message>
    <message>
      <source>Stronger: {number} before</source>
      <translation>התחזק: קודם {number}</translation>
    </message>
    <message>
      <source>Swelling</source>
      <translation>נפיחות</translation>
    </message>
    <message>
      <source>Take off: {mark}</source>
      <translation>הסרה: {mark}</translation>
    </message>
    <message>
      <source>Taken off: {mark}</source>
      <translation>הוסר: {mark}</translation>
    </message>
    <message>
      <source>Tension</source>
      <translation>מתח</translation>
    </message>
    <message>
      <source>The arrow keys go through the body, Page up and Page down through the figures, Ctrl with them through the sessions.</source>
      <translation>מקשי החיצים עוברים על הגוף, Page up ו-Page down על תצוגות הגוף, ויחד עם Ctrl על הטיפולים.</translation>
    </message>
    <message>
      <source>The first session with marks.</source>
      <translation>הטיפול הראשון עם סימונים.</translation>
    </message>
    <message>
      <source>This mark was taken off elsewhere while you typed. It is back with what you typed: {mark}</source>
      <translation>הסימון הזה הוסר במקום אחר בזמן שהקלדת. הוא חזר עם מה שהקלדת: {mark}</translation>
    </message>
    <message>
      <source>This note</source>
      <translation>הסיכום הזה</translation>
    </message>
    <message>
      <source>This note is signed: the marks on its body chart stay as they are.</source>
      <translation>הסיכום הזה חתום: הסימונים במפת הגוף שלו נשארים כפי שהם.</translation>
    </message>
    <message>
      <source>Tingling</source>
      <translation>עקצוץ</translation>
    </message>
    <message>
      <source>Trigger point</source>
      <translation>נקודת טריגר</translation>
    </message>
    <message>
      <source>Unchanged</source>
      <translation>ללא שינוי</translation>
    </message>
    <message>
      <source>Weaker now: {number}</source>
      <translation>נחלש: כעת {number}</translation>
    </message>
    <message>
      <source>Weaker: {number} before</source>
      <translation>נחלש: קודם {number}</translation>
    </message>
    <message>
      <source>abdomen</source>
      <translation>בטן</translation>
    </message>
    <message>
      <source>ankle</source>
      <translation>קרסול</translation>
    </message>
    <message>
      <source>arch</source>
      <translation>קשת כף הרגל</translation>
    </message>
    <message>
      <source>back</source>
      <translation>מאחור</translation>
    </message>
    <message>
      <source>back of the hand</source>
      <translation>גב היד</translation>
    </message>
    <message>
      <source>back of the head</source>
      <translation>עורף הראש</translation>
    </message>
    <message>
      <source>ball of the foot</source>
      <translation>כרית כף הרגל</translation>
    </message>
    <message>
      <source>ball of the thumb</source>
      <translation>כרית האגודל</translation>
    </message>
    <message>
      <source>big toe</source>
      <translation>בוהן</translation>
    </message>
    <message>
      <source>breastbone</source>
      <translation>עצם החזה</translation>
    </message>
    <message>
      <source>buttock</source>
      <translation>ישבן</translation>
    </message>
    <message>
      <source>calf</source>
      <translation>סובך</translation>
    </message>
    <message>
      <source>chest</source>
      <translation>חזה</translation>
    </message>
    <message>
      <source>collarbone</source>
      <translation>עצם הבריח</translation>
    </message>
    <message>
      <source>ear</source>
      <translation>אוזן</translation>
    </message>
    <message>
      <source>edge of the hand</source>
      <translation>שולי כף היד</translation>
    </message>
    <message>
      <source>elbow</source>
      <translation>מרפק</translation>
    </message>
    <message>
      <source>face</source>
      <translation>פנים</translation>
    </message>
    <message>
      <source>falling</source>
      <translation>בירידה</translation>
    </message>
    <message>
      <source>flank</source>
      <translation>מותן</translation>
    </message>
    <message>
      <source>foot</source>
      <translation>כף רגל</translation>
    </message>
    <message>
      <source>forearm</source>
      <translation>אמה</translation>
    </message>
    <message>
      <source>forehead</source>
      <translation>מצח</translation>
    </message>
    <message>
      <source>fourth toe</source>
      <translation>אצבע רגל רביעית</translation>
    </message>
    <message>
      <source>front</source>
      <translation>מלפנים</translation>
    </message>
    <message>
      <source>gone {day}</source>
      <translation>נעלם {day}</translation>
    </message>
    <message>
      <source>groin</source>
      <translation>מפשעה</translation>
    </message>
    <message>
      <source>hand</source>
      <translation>כף יד</translation>
    </message>
    <message>
      <source>head</source>
      <translation>ראש</translation>
    </message>
    <message>
      <source>heel</source>
      <translation>עקב</translation>
    </message>
    <message>
      <source>hip</source>
      <translation>מפרק הירך</translation>
    </message>
    <message>
      <source>hollow of the knee</source>
      <translation>שקע הברך</translation>
    </message>
    <message>
      <source>index finger</source>
      <translation>אצבע מורה</translation>
    </message>
    <message>
      <source>instep</source>
      <translation>גב כף הרגל</translation>
    </message>
    <message>
      <source>jaw</source>
      <translation>לסת</translation>
    </message>
    <message>
      <source>knee</source>
      <translation>ברך</translation>
    </message>
    <message>
      <source>left</source>
      <translation>שמאל</translation>
    </message>
    <message>
      <source>little finger</source>
      <translation>זרת</translation>
    </message>
    <message>
      <source>little toe</source>
      <translation>זרת הרגל</translation>
    </message>
    <message>
      <source>lower abdomen</source>
      <translation>בטן תחתונה</translation>
    </message>
    <message>
      <source>lower back</source>
      <translation>גב תחתון</translation>
    </message>
    <message>
      <source>lower leg</source>
      <translation>שוק</translation>
    </message>
    <message>
      <source>lower spine</source>
      <translation>עמוד שדרה תחתון</translation>
    </message>
    <message>
      <source>middle back</source>
      <translation>אמצע הגב</translation>
    </message>
    <message>
      <source>middle finger</source>
      <translation>אצבע אמצעית</translation>
    </message>
    <message>
      <source>middle of the sole</source>
      <translation>מרכז כף הרגל</translation>
    </message>
    <message>
      <source>neck</source>
      <translation>צוואר</translation>
    </message>
    <message>
      <source>outer edge of the foot</source>
      <translation>שוליים חיצוניים של כף הרגל</translation>
    </message>
    <message>
      <source>palm side</source>
      <translation>צד כף היד</translation>
    </message>
    <message>
      <source>ribs</source>
      <translation>צלעות</translation>
    </message>
    <message>
      <source>right</source>
      <translation>ימין</translation>
    </message>
    <message>
      <source>ring finger</source>
      <translation>קמיצה</translation>
    </message>
    <message>
      <source>rising</source>
      <translation>בעלייה</translation>
    </message>
    <message>
      <source>sacrum</source>
      <translation>עצם העצה</translation>
    </message>
    <message>
      <source>second toe</source>
      <translation>אצבע רגל שנייה</translation>
    </message>
    <message>
      <source>shin</source>
      <translation>קדמת השוק</translation>
    </message>
    <message>
      <source>shoulder</source>
      <translation>כתף</translation>
    </message>
    <message>
      <source>shoulder blade</source>
      <translation>שכמה</translation>
    </message>
    <message>
      <source>side</source>
      <translation>מהצד</translation>
    </message>
    <message>
      <source>sole</source>
      <translation>כף הרגל מלמטה</translation>
    </message>
    <message>
      <source>temple</source>
      <translation>רקה</translation>
    </message>
    <message>
      <source>thigh</source>
      <translation>ירך</translation>
    </message>
    <message>
      <source>third toe</source>
      <translation>אצבע רגל שלישית</translation>
    </message>
    <message>
      <source>thumb</source>
      <translation>אגודל</translation>
    </message>
    <message>
      <source>top</source>
      <translation>מלמעלה</translation>
    </message>
    <message>
      <source>unchanged</source>
      <translation>ללא שינוי</translation>
    </message>
    <message>
      <source>upper abdomen</source>
      <translation>בטן עליונה</translation>
    </message>
    <message>
      <source>upper arm</source>
      <translation>זרוע</translation>
    </message>
    <message>
      <source>upper back</source>
      <translation>גב עליון</translation>
    </message>
    <message>
      <source>upper shoulder</source>
      <translation>חלק עליון של הכתף</translation>
    </message>
    <message>
      <source>upper spine</source>
      <translation>עמוד שדרה עליון</translation>
    </message>
    <message>
      <source>wrist</source>
      <translation>שורש כף היד</translation>
    </message>
    <message>
      <source>{day} · {count}</source>
      <translation>{day} · {count}</translation>
    </message>
    <message>
      <source>{kind} at the {place}.</source>
      <translation>{kind} ב{place}.</translation>
    </message>
    <message>
      <source>{kind} {intensity}/10</source>
      <translation>{kind} {intensity}/10</translation>
    </message>
    <message>
      <source>{kind} {intensity}/10 at the {place}.</source>
      <translation>{kind} {intensity}/10 ב{place}.</translation>
    </message>
    <message>
      <source>{name}: {numbers}; {way}</source>
      <translation>{name}: {numbers}; {way}</translation>
    </message>
    <message>
      <source>{number} ({day})</source>
      <translation>{number} ({day})</translation>
    </message>
    <message>
      <source>{number} before</source>
      <translation>קודם {number}</translation>
    </message>
    <message>
      <source>{number} of {count}</source>
      <translation>{number} מתוך {count}</translation>
    </message>
    <message>
      <source>{n} gone</source>
      <translation>{n} נעלמו</translation>
    </message>
    <message>
      <source>{n} mark</source>
      <translation>סימון אחד</translation>
    </message>
    <message>
      <source>{n} marks</source>
      <translation>{n} סימונים</translation>
    </message>
    <message>
      <source>{n} marks carried. Say how strong they are today.</source>
      <translation>{n} סימונים הועברו. יש לציין כמה הם חזקים היום.</translation>
    </message>
    <message>
      <source>{n} new</source>
      <translation>{n} חדשים</translation>
    </message>
    <message>
      <source>{n} stronger</source>
      <translation>{n} התחזקו</translation>
    </message>
    <message>
      <source>{n} unchanged</source>
      <translation>{n} ללא שינוי</translation>
    </message>
    <message>
      <source>{n} weaker</source>
      <translation>{n} נחלשו</translation>
    </message>
    <message>
      <source>{region} ({view})</source>
      <translation>{region} ({view})</translation>
    </message>
    <message>
      <source>{sentence} {remark}</source>
      <translation>{sentence} {remark}</translation>
    </message>
    <message>
      <source>{session}. {since}</source>
      <translation>{session}. {since}</translation>
    </message>
    <message>
      <source>{side} {region} ({view})</source>
      <translation>{region}, צד {side} ({view})</translation>
    </message>
  </context>
  <context>
    <name>Calendar</name>
    <message>
      <source>+{n} more</source>
      <translation>עוד {n}</translation>
    </message>
    <message>
      <source>12 dec, next tue, +1w</source>
      <translation>12 דצמבר, שלישי הבא, בעוד שבוע</translation>
    </message>
    <message>
      <source>Add “{name}” as a new client</source>
      <translation>הוספת ״{name}״ למטופלים</translation>
    </message>
    <message>
      <source>Address</source>
      <translation>כתובת</translation>
    </message>
    <message>
      <source>Agenda</source>
      <translation>סדר יום</translation>
    </message>
    <message>
      <source>Appointment copied. {key} books it at the cursor.</source>
      <translation>התור הועתק. {key} קובע אותו במקום הסמן.</translation>
    </message>
    <message>
      <source>Appointment deleted</source>
      <translation>התור נמחק</translation>
    </message>
    <message>
      <source>Appointment saved</source>
      <translation>התור נשמר</translation>
    </message>
    <message>
      <source>Arrow keys</source>
      <translation>מקשי החיצים</translation>
    </message>
    <message>
      <source>Book</source>
      <translation>קביעת תור</translation>
    </message>
    <message>
      <source>Book anyway</source>
      <translation>לקבוע בכל זאת</translation>
    </message>
    <message>
      <source>Book here</source>
      <translation>קביעת תור כאן</translation>
    </message>
    <message>
      <source>Booked for {when}</source>
      <translation>התור נקבע: {when}</translation>
    </message>
    <message>
      <source>Booked from {when} on</source>
      <translation>סדרת התורים נקבעה. תור ראשון: {when}</translation>
    </message>
    <message>
      <source>Calendar</source>
      <translation>יומן</translation>
    </message>
    <message>
      <source>Cancel</source>
      <translation>ביטול</translation>
    </message>
    <message>
      <source>Cancel appointment</source>
      <translation>ביטול התור</translation>
    </message>
    <message>
      <source>Cancel this appointment?</source>
      <translation>לבטל את התור הזה?</translation>
    </message>
    <message>
      <source>Cancelled</source>
      <translation>בוטל</translation>
    </message>
    <message>
      <source>Cancelled by the client late, after it began</source>
      <translation>ביטול מאוחר מצד המטופל/ת, אחרי ההתחלה</translation>
    </message>
    <message>
      <source>Cancelled by the client late, {length} before</source>
      <translation>ביטול מאוחר מצד המטופל/ת, {length} מראש</translation>
    </message>
    <message>
      <source>Cancelled by the client {length} before</source>
      <translation>ביטול מצד המטופל/ת, {length} מראש</translation>
    </message>
    <message>
      <source>Cancelled by the practice</source>
      <translation>ביטול מצד הקליניקה</translation>
    </message>
    <message>
      <source>Change the end with the arrows</source>
      <translation>שינוי שעת הסיום בחיצים</translation>
    </message>
    <message>
      <source>Change the start with the arrows</source>
      <translation>שינוי שעת ההתחלה בחיצים</translation>
    </message>
    <message>
      <source>Choose a client, or add the name as a new one.</source>
      <translation>יש לבחור מטופל/ת, או להוסיף את השם כחדש.</translation>
    </message>
    <message>
      <source>Choose who treats.</source>
      <translation>יש לבחור מי מטפל/ת.</translation>
    </message>
    <message>
      <source>Client</source>
      <translation>מטופל/ת</translation>
    </message>
    <message>
      <source>Clients found</source>
      <translation>מטופלים שנמצאו</translation>
    </message>
    <message>
      <source>Clocks skip this time on this day. Choose another.</source>
      <translation>ביום הזה השעון מדלג על השעה הזאת. יש לבחור שעה אחרת.</translation>
    </message>
    <message>
      <source>Closed: {holiday}</source>
      <translation>סגור: {holiday}</translation>
    </message>
    <message>
      <source>Colours and filter</source>
      <translation>צבעים וסינון</translation>
    </message>
    <message>
      <source>Completed</source>
      <translation>התקיים</translation>
    </message>
    <message>
      <source>Copied</source>
      <translation>הועתק</translation>
    </message>
    <message>
      <source>Copy appointment</source>
      <translation>העתקת התור</translation>
    </message>
    <message>
      <source>Copy the address or link</source>
      <translation>העתקת הכתובת או הקישור</translation>
    </message>
    <message>
      <source>Copy the phone number</source>
      <translation>העתקת מספר הטלפון</translation>
    </message>
    <message>
      <source>Date</source>
      <translation>תאריך</translation>
    </message>
    <message>
      <source>Day</source>
      <translation>יום</translation>
    </message>
    <message>
      <source>Days with appointments</source>
      <translation>ימים שיש בהם תורים</translation>
    </message>
    <message>
      <source>Delete</source>
      <translation>מחיקה</translation>
    </message>
    <message>
      <source>Deleted from the series</source>
      <translation>נמחק מהסדרה</translation>
    </message>
    <message>
      <source>Done</source>
      <translation>סיום</translation>
    </message>
    <message>
      <source>Done again: {what}</source>
      <translation>הפעולה בוצעה שוב: {what}</translation>
    </message>
    <message>
      <source>Earlier, later and to the sides</source>
      <translation>מוקדם יותר, מאוחר יותר ולצדדים</translation>
    </message>
    <message>
      <source>Edit</source>
      <translation>עריכה</translation>
    </message>
    <message>
      <source>Edit appointment</source>
      <translation>עריכת תור</translation>
    </message>
    <message>
      <source>End</source>
      <translation>סיום</translation>
    </message>
    <message>
      <source>Enter goes to the day that is marked.</source>
      <translation>Enter עובר ליום המסומן.</translation>
    </message>
    <message>
      <source>First and last name add a new client</source>
      <translation>שם פרטי ושם משפחה יוסיפו מטופל/ת</translation>
    </message>
    <message>
      <source>First visit</source>
      <translation>ביקור ראשון</translation>
    </message>
    <message>
      <source>Go to a date</source>
      <translation>מעבר לתאריך</translation>
    </message>
    <message>
      <source>Go to a date  J</source>
      <translation>מעבר לתאריך  J</translation>
    </message>
    <message>
      <source>Go to this day</source>
      <translation>מעבר אל היום הזה</translation>
    </message>
    <message>
      <source>Go to today</source>
      <translation>מעבר להיום</translation>
    </message>
    <message>
      <source>Holiday: {name}</source>
      <translation>חג: {name}</translation>
    </message>
    <message>
      <source>Into the month</source>
      <translation>אל לוח החודש</translation>
    </message>
    <message>
      <source>Keep it</source>
      <translation>השארת התור</translation>
    </message>
    <message>
      <source>Last visit {day}</source>
      <translation>ביקור אחרון: {day}</translation>
    </message>
    <message>
      <source>Link or details</source>
      <translation>קישור או פרטים</translation>
    </message>
    <message>
      <source>Location</source>
      <translation>מיקום</translation>
    </message>
    <message>
      <source>Mark as completed</source>
      <translation>סימון כ״התקיים״</translation>
    </message>
    <message>
      <source>Mark as no-show</source>
      <translation>סימון כ״לא הגיע״</translation>
    </message>
    <message>
      <source>Mark as no-show?</source>
      <translation>לסמן כ״לא הגיע״?</translation>
    </message>
    <message>
      <source>Marked as {status}</source>
      <translation>סומן: {status}</translation>
    </message>
    <message>
      <source>Month</source>
      <translation>חודש</translation>
    </message>
    <message>
      <source>More</source>
      <translation>עוד</translation>
    </message>
    <message>
      <source>Move with the arrows</source>
      <translation>הזזה בחיצים</translation>
    </message>
    <message>
      <source>Moved to {when}</source>
      <translation>התור הועבר: {when}</translation>
    </message>
    <message>
      <source>Name, phone or e-mail</source>
      <translation>שם, טלפון או דוא״ל</translation>
    </message>
    <message>
      <source>Needs {minutes} min after {time}</source>
      <translation>נדרשות {minutes} דק׳ אחרי {time}</translation>
    </message>
    <message>
      <source>Needs {minutes} min before {time}</source>
      <translation>נדרשות {minutes} דק׳ לפני {time}</translation>
    </message>
    <message>
      <source>New appointment</source>
      <translation>תור חדש</translation>
    </message>
    <message>
      <source>Next</source>
      <translation>הבא</translation>
    </message>
    <message>
      <source>Next appointment</source>
      <translation>התור הבא</translation>
    </message>
    <message>
      <source>Next month</source>
      <translation>החודש הבא</translation>
    </message>
    <message>
      <source>Next page</source>
      <translation>העמוד הבא</translation>
    </message>
    <message>
      <source>No calendar has this day. Check day and month, or write the year too.</source>
      <translation>אין יום כזה בלוח השנה. כדאי לבדוק את היום ואת החודש, או לכתוב גם את השנה.</translation>
    </message>
    <message>
      <source>No day is written like this. Try 12 dec, next tue or +1w.</source>
      <translation>לא זוהה כאן תאריך. אפשר לכתוב למשל 12 דצמבר, שלישי הבא או בעוד שבוע.</translation>
    </message>
    <message>
      <source>No match</source>
      <translation>אין התאמות</translation>
    </message>
    <message>
      <source>No phone number</source>
      <translation>אין מספר טלפון</translation>
    </message>
    <message>
      <source>No place</source>
      <translation>ללא מיקום</translation>
    </message>
    <message>
      <source>No service</source>
      <translation>ללא סוג טיפול</translation>
    </message>
    <message>
      <source>No-show</source>
      <translation>לא הגיע</translation>
    </message>
    <message>
      <source>Nobody named</source>
      <translation>ללא שם</translation>
    </message>
    <message>
      <source>None</source>
      <translation>ללא</translation>
    </message>
    <message>
      <source>Not chosen yet</source>
      <translation>עוד לא נבחר</translation>
    </message>
    <message>
      <source>Nothing is booked in these two weeks. Press B to book, N to go on.</source>
      <translation>לא נקבע דבר בשבועיים האלה. אפשר להקיש B לקביעת תור או N כדי להמשיך הלאה.</translation>
    </message>
    <message>
      <source>Nothing is copied yet. Select an appointment and copy it first.</source>
      <translation>עדיין לא הועתק דבר. יש לבחור תור ולהעתיק אותו תחילה.</translation>
    </message>
    <message>
      <source>Now {times}</source>
      <translation>השעות החדשות: {times}</translation>
    </message>
    <message>
      <source>Open client</source>
      <translation>פתיחת כרטיס המטופל/ת</translation>
    </message>
    <message>
      <source>Open note</source>
      <translation>פתיחת הסיכום</translation>
    </message>
    <message>
      <source>Open the appointment, or book the free time</source>
      <translation>פתיחת התור, או קביעת תור בזמן הפנוי</translation>
    </message>
    <message>
      <source>Outside opening hours</source>
      <translation>מחוץ לשעות הפתיחה</translation>
    </message>
    <message>
      <source>Outside the hours of {name}</source>
      <translation>מחוץ לשעות העבודה של {name}</translation>
    </message>
    <message>
      <source>Overlaps {appointment}</source>
      <translation>חופף ל־{appointment}</translation>
    </message>
    <message>
      <source>Overlaps {appointment} and 1 more</source>
      <translation>חופף ל־{appointment} ולעוד אחד</translation>
    </message>
    <message>
      <source>Overlaps {appointment} and {n} more</source>
      <translation>חופף ל־{appointment} ולעוד {n}</translation>
    </message>
    <message>
      <source>Paste appointment</source>
      <translation>הדבקת התור</translation>
    </message>
    <message>
      <source>Phone number copied</source>
      <translation>מספר הטלפון הועתק</translation>
    </message>
    <message>
      <source>Places</source>
      <translation>מיקומים</translation>
    </message>
    <message>
      <source>Practitioners</source>
      <translation>מטפלים</translation>
    </message>
    <message>
      <source>Previous</source>
      <translation>הקודם</translation>
    </message>
    <message>
      <source>Previous appointment</source>
      <translation>התור הקודם</translation>
    </message>
    <message>
      <source>Previous month</source>
      <translation>החודש הקודם</translation>
    </message>
    <message>
      <source>Previous page</source>
      <translation>העמוד הקודם</translation>
    </message>
    <message>
      <source>Print these days</source>
      <translation>הדפסת הימים האלה</translation>
    </message>
    <message>
      <source>Reason, if there is one to keep</source>
      <translation>סיבה, אם יש סיבה שכדאי לשמור</translation>
    </message>
    <message>
      <source>Redo</source>
      <translation>ביצוע חוזר</translation>
    </message>
    <message>
      <source>Remark</source>
      <translation>הערה</translation>
    </message>
    <message>
      <source>Same again next week</source>
      <translation>אותו תור גם בשבוע הבא</translation>
    </message>
    <message>
      <source>Save</source>
      <translation>שמירה</translation>
    </message>
    <message>
      <source>Save anyway</source>
      <translation>לשמור בכל זאת</translation>
    </message>
    <message>
      <source>Save these days as PDF</source>
      <translation>שמירת הימים האלה כ־PDF</translation>
    </message>
    <message>
      <source>Say in a few words why both can take place.</source>
      <translation>יש לכתוב בכמה מילים מדוע שני התורים יכולים להתקיים.</translation>
    </message>
    <message>
      <source>Scheduled</source>
      <translation>נקבע</translation>
    </message>
    <message>
      <source>Scroll to earlier hours</source>
      <translation>גלילה לשעות מוקדמות יותר</translation>
    </message>
    <message>
      <source>Scroll to later hours</source>
      <translation>גלילה לשעות מאוחרות יותר</translation>
    </message>
    <message>
      <source>Scroll to the beginning of the day</source>
      <translation>גלילה לתחילת היום</translation>
    </message>
    <message>
      <source>Scroll to the end of the day</source>
      <translation>גלילה לסוף היום</translation>
    </message>
    <message>
      <source>Series changed</source>
      <translation>הסדרה שונתה</translation>
    </message>
    <message>
      <source>Series changed; what is past or was changed by itself stays</source>
      <translation>הסדרה שונתה; מה שכבר עבר או שונה בנפרד נשאר כשהיה</translation>
    </message>
    <message>
      <source>Series ended</source>
      <translation>הסדרה הסתיימה</translation>
    </message>
    <message>
      <source>Series ended; what was moved by itself or is near is cancelled</source>
      <translation>הסדרה הסתיימה; תורים שהועברו בנפרד או שמועדם קרוב בוטלו</translation>
    </message>
    <message>
      <source>Service</source>
      <translation>סוג טיפול</translation>
    </message>
    <message>
      <source>Services</source>
      <translation>סוגי טיפול</translation>
    </message>
    <message>
      <source>Set back to scheduled</source>
      <translation>החזרה ל״נקבע״</translation>
    </message>
    <message>
      <source>Show all</source>
      <translation>הצגת הכול</translation>
    </message>
    <message>
      <source>Show one day</source>
      <translation>הצגת יום אחד</translation>
    </message>
    <message>
      <source>Show the agenda</source>
      <translation>הצגת סדר היום</translation>
    </message>
    <message>
      <source>Show the month</source>
      <translation>הצגת החודש</translation>
    </message>
    <message>
      <source>Show the week</source>
      <translation>הצגת השבוע</translation>
    </message>
    <message>
      <source>Show the work week</source>
      <translation>הצגת שבוע העבודה</translation>
    </message>
    <message>
      <source>Somebody else</source>
      <translation>מישהו אחר</translation>
    </message>
    <message>
      <source>Start</source>
      <translation>התחלה</translation>
    </message>
    <message>
      <source>Start note</source>
      <translation>התחלת סיכום</translation>
    </message>
    <message>
      <source>Start or open note</source>
      <translation>התחלת סיכום או פתיחתו</translation>
    </message>
    <message>
      <source>Status</source>
      <translation>מצב</translation>
    </message>
    <message>
      <source>Stop moving, close the panel, choose nothing</source>
      <translation>הפסקת ההזזה, סגירת החלונית, ביטול הבחירה</translation>
    </message>
    <message>
      <source>Street, number and town</source>
      <translation>רחוב, מספר ויישוב</translation>
    </message>
    <message>
      <source>Such as a link to the video call</source>
      <translation>למשל קישור לשיחת הווידאו</translation>
    </message>
    <message>
      <source>The appointment form has changes that are not saved.</source>
      <translation>בטופס התור יש שינויים שלא נשמרו.</translation>
    </message>
    <message>
      <source>The client cancels</source>
      <translation>ביטול מצד המטופל/ת</translation>
    </message>
    <message>
      <source>The end is not after the start. Set a later end.</source>
      <translation>הסיום אינו אחרי ההתחלה. יש לקבוע שעת סיום מאוחרת יותר.</translation>
    </message>
    <message>
      <source>This time is taken:</source>
      <translation>הזמן הזה תפוס:</translation>
    </message>
    <message>
      <source>This was changed again since, so it was not done again.</source>
      <translation>בינתיים היה כאן שינוי נוסף, ולכן הפעולה לא בוצעה שוב.</translation>
    </message>
    <message>
      <source>Today</source>
      <translation>היום</translation>
    </message>
    <message>
      <source>Undo</source>
      <translation>ביטול הפעולה</translation>
    </message>
    <message>
      <source>Undone: {what}</source>
      <translation>הפעולה בוטלה: {what}</translation>
    </message>
    <message>
      <source>Usual zoom</source>
      <translation>תצוגה בגודל רגיל</translation>
    </message>
    <message>
      <source>View</source>
      <translation>תצוגה</translation>
    </message>
    <message>
      <source>We cancel</source>
      <translation>ביטול מצדנו</translation>
    </message>
    <message>
      <source>Week</source>
      <translation>שבוע</translation>
    </message>
    <message>
      <source>Week {number}</source>
      <translation>שבוע {number}</translation>
    </message>
    <message>
      <source>What is not ticked is hidden.</source>
      <translation>מה שאינו מסומן מוסתר.</translation>
    </message>
    <message>
      <source>Why book anyway?</source>
      <translation>למה לקבוע בכל זאת?</translation>
    </message>
    <message>
      <source>With {name}</source>
      <translation>אצל {name}</translation>
    </message>
    <message>
      <source>Work week</source>
      <translation>שבוע עבודה</translation>
    </message>
    <message>
      <source>Write a time such as 9:30.</source>
      <translation>יש לכתוב שעה, למשל 9:30.</translation>
    </message>
    <message>
      <source>W{number}</source>
      <translation>ש׳ {number}</translation>
    </message>
    <message>
      <source>Zoom in</source>
      <translation>הגדלת התצוגה</translation>
    </message>
    <message>
      <source>Zoom out</source>
      <translation>הקטנת התצוגה</translation>
    </message>
    <message>
      <source>alert: {words}</source>
      <translation>התרעה: {words}</translation>
    </message>
    <message>
      <source>closed</source>
      <translation>סגור</translation>
    </message>
    <message>
      <source>conflict</source>
      <translation>כפל תורים</translation>
    </message>
    <message>
      <source>d MMM</source>
      <translation>d 'ב'MMM</translation>
    </message>
    <message>
      <source>d MMMM</source>
      <translation>d 'ב'MMMM</translation>
    </message>
    <message>
      <source>ddd d MMM</source>
      <translation>ddd d 'ב'MMM</translation>
    </message>
    <message>
      <source>ddd d MMM yyyy</source>
      <translation>ddd d 'ב'MMM yyyy</translation>
    </message>
    <message>
      <source>dddd, d MMMM</source>
      <translation>dddd, d 'ב'MMMM</translation>
    </message>
    <message>
      <source>dddd, d MMMM yyyy</source>
      <translation>dddd, d 'ב'MMMM yyyy</translation>
    </message>
    <message>
      <source>free</source>
      <translation>פנוי</translation>
    </message>
    <message>
      <source>free, outside opening hours</source>
      <translation>פנוי, מחוץ לשעות הפתיחה</translation>
    </message>
    <message>
      <source>repeats</source>
      <translation>חוזר</translation>
    </message>
    <message>
      <source>{day} at {time}</source>
      <translation>{day} בשעה {time}</translation>
    </message>
    <message>
      <source>{day}, today</source>
      <translation>{day}, היום</translation>
    </message>
    <message>
      <source>{first} to {last}</source>
      <translation>{first} עד {last}</translation>
    </message>
    <message>
      <source>{first} – {last}</source>
      <translation>{first} – {last}</translation>
    </message>
    <message>
      <source>{name} (no longer offered)</source>
      <translation>{name} (כבר לא מוצע)</translation>
    </message>
    <message>
      <source>{number} of {count}</source>
      <translation>{number} מתוך {count}</translation>
    </message>
    <message>
      <source>{n} appointment</source>
      <translation>תור אחד</translation>
    </message>
    <message>
      <source>{n} appointments</source>
      <translation>{n} תורים</translation>
    </message>
    <message>
      <source>{n} day</source>
      <translation>יום אחד</translation>
    </message>
    <message>
      <source>{n} days</source>
      <translation>{n} ימים</translation>
    </message>
    <message>
      <source>{n} hidden – show all</source>
      <translation>{n} מוסתרים – הצגת הכול</translation>
    </message>
    <message>
      <source>{said}: {reason}</source>
      <translation>{said}: {reason}</translation>
    </message>
    <message>
      <source>{times} – Enter keeps it, Esc does not</source>
      <translation>{times} – Enter לשמירה, Esc לביטול</translation>
    </message>
    <message>
      <source>{time} again</source>
      <translation>שוב {time}</translation>
    </message>
    <message>
      <source>{title}, go to a date</source>
      <translation>{title}, מעבר לתאריך</translation>
    </message>
    <message>
      <source>{weekday} {start} to {end}</source>
      <translation>{weekday} {start} עד {end}</translation>
    </message>
    <message>
      <source>↑ {n} earlier</source>
      <translation>↑ {n} מוקדם יותר</translation>
    </message>
    <message>
      <source>↓ {n} later</source>
      <translation>↓ {n} מאוחר יותר</translation>
    </message>
  </context>
  <context>
    <name>CalendarFile</name>
    <message>
      <source>A code</source>
      <translation>קוד</translation>
    </message>
    <message>
      <source>All from a day on</source>
      <translation>הכול מתאריך מסוים והלאה</translation>
    </message>
    <message>
      <source>All that is booked for the next two years. Save it again when much has changed: other calendars know the same appointments again.</source>
      <translation>כל מה שנקבע לשנתיים הקרובות. כדאי לשמור שוב אחרי שינויים רבים: יומנים אחרים מזהים שאלה אותם תורים.</translation>
    </message>
    <message>
      <source>Busy</source>
      <translation>תפוס</translation>
    </message>
    <message>
      <source>Calendar file saved with 1 appointment; it is readable by whoever has it</source>
      <translation>קובץ היומן נשמר עם תור אחד; כל מי שהקובץ בידיו יכול לקרוא אותו</translation>
    </message>
    <message>
      <source>Calendar file saved with {n} appointments; it is readable by whoever has it</source>
      <translation>קובץ היומן נשמר עם {n} תורים; כל מי שהקובץ בידיו יכול לקרוא אותו</translation>
    </message>
    <message>
      <source>Choose a place</source>
      <translation>בחירת מקום</translation>
    </message>
    <message>
      <source>For Google, Outlook, Apple and other calendars. No names, remarks or places stand in it, and what was cancelled or missed is left out. It is not encrypted. That it was made is recorded.</source>
      <translation>ל־Google, ל־Outlook, ל־Apple וליומנים אחרים. אין בקובץ שמות, הערות או מיקומים, ותורים שבוטלו או שלא הגיעו אליהם אינם נכללים בו. הקובץ אינו מוצפן. יצירתו נרשמת.</translation>
    </message>
    <message>
      <source>From</source>
      <translation>החל מ־</translation>
    </message>
    <message>
      <source>Initials</source>
      <translation>ראשי תיבות</translation>
    </message>
    <message>
      <source>Only my own appointments</source>
      <translation>רק התורים שלי</translation>
    </message>
    <message>
      <source>Only that the time is taken.</source>
      <translation>רק שהזמן תפוס.</translation>
    </message>
    <message>
      <source>Save a calendar file</source>
      <translation>שמירת קובץ יומן</translation>
    </message>
    <message>
      <source>Stopped; nothing was written.</source>
      <translation>הפעולה הופסקה; דבר לא נכתב.</translation>
    </message>
    <message>
      <source>Such as “A.B.”: whoever knows your clients may know whom you see.</source>
      <translation>למשל ״א.ב.״: מי שמכיר את המטופלים עשוי להבין עם מי נקבע התור.</translation>
    </message>
    <message>
      <source>Such as “K7Q-2MX”, always the same for one client; it tells nothing of them.</source>
      <translation>למשל ״K7Q-2MX״, תמיד אותו קוד לאותו אדם; הקוד אינו מגלה עליו דבר.</translation>
    </message>
    <message>
      <source>The days in front</source>
      <translation>הימים המוצגים</translation>
    </message>
    <message>
      <source>What it says of each client</source>
      <translation>מה ייכתב על כל מטופל/ת</translation>
    </message>
    <message>
      <source>Which days</source>
      <translation>אילו ימים</translation>
    </message>
    <message>
      <source>Writing the calendar file</source>
      <translation>כתיבת קובץ היומן</translation>
    </message>
    <message>
      <source>{first} to {last}</source>
      <translation>{first} עד {last}</translation>
    </message>
  </context>
  <context>
    <name>CalendarImport</name>
    <message>
      <source>1 client added</source>
      <translation>מטופל אחד נוסף</translation>
    </message>
    <message>
      <source>1 event imported</source>
      <translation>אירוע אחד יובא</translation>
    </message>
    <message>
      <source>1 event will be booked</source>
      <translation>אירוע אחד ייקבע</translation>
    </message>
    <message>
      <source>1 is left out</source>
      <translation>אחד יושמט</translation>
    </message>
    <message>
      <source>1 is nobody's yet</source>
      <translation>אחד עדיין ללא שיוך</translation>
    </message>
    <message>
      <source>1 of them at a taken time</source>
      <translation>אחד מהם בזמן תפוס</translation>
    </message>
    <message>
      <source>1 single appointment</source>
      <translation>תור בודד אחד</translation>
    </message>
    <message>
      <source>A calendar file is not imported yet. What you chose in it is kept.</source>
      <translation>קובץ יומן עדיין לא יובא. מה שנבחר בו נשמר.</translation>
    </message>
    <message>
      <source>Appointments from Google, Outlook, Apple or another calendar, as a file (.ics). You see every event and choose whose it is before anything is written.</source>
      <translation>תורים מ-Google, Outlook, Apple או יומן אחר, כקובץ (.ics). כל האירועים מוצגים, ואפשר לשייך כל אחד לפני שנכתב דבר.</translation>
    </message>
    <message>
      <source>Calendar file</source>
      <translation>קובץ יומן</translation>
    </message>
    <message>
      <source>Choose a calendar file</source>
      <translation>בחירת קובץ יומן</translation>
    </message>
    <message>
      <source>Choose whose event it is</source>
      <translation>בחירה של מי האירוע</translation>
    </message>
    <message>
      <source>Discard the choices</source>
      <translation>השלכת הבחירות</translation>
    </message>
    <message>
      <source>Events of the file</source>
      <translation>האירועים שבקובץ</translation>
    </message>
    <message>
      <source>Go on</source>
      <translation>המשך</translation>
    </message>
    <message>
      <source>Here already</source>
      <translation>כבר כאן</translation>
    </message>
    <message>
      <source>Here already; left out</source>
      <translation>כבר כאן; יושמט</translation>
    </message>
    <message>
      <source>Import 1</source>
      <translation>ייבוא אירוע אחד</translation>
    </message>
    <message>
      <source>Import a calendar file</source>
      <translation>ייבוא קובץ יומן</translation>
    </message>
    <message>
      <source>Import {n}</source>
      <translation>ייבוא {n} אירועים</translation>
    </message>
    <message>
      <source>Importing</source>
      <translation>ייבוא</translation>
    </message>
    <message>
      <source>It cannot be read</source>
      <translation>לא ניתן לקרוא אותו</translation>
    </message>
    <message>
      <source>It ends before it begins</source>
      <translation>הוא מסתיים לפני שהוא מתחיל</translation>
    </message>
    <message>
      <source>It has no end, so it takes no time</source>
      <translation>אין לו סיום, ולכן אינו תופס זמן</translation>
    </message>
    <message>
      <source>It is of a whole day, so it is no appointment</source>
      <translation>הוא של יום שלם, ולכן אינו תור</translation>
    </message>
    <message>
      <source>It is too long ago or too far ahead</source>
      <translation>הוא רחוק מדי בעבר או בעתיד</translation>
    </message>
    <message>
      <source>It lasts longer than a day</source>
      <translation>הוא נמשך יותר מיום</translation>
    </message>
    <message>
      <source>It repeats as no series here can</source>
      <translation>הוא חוזר באופן שאין לו סדרה כאן</translation>
    </message>
    <message>
      <source>It was cancelled</source>
      <translation>הוא בוטל</translation>
    </message>
    <message>
      <source>Its time zone is not known</source>
      <translation>אזור הזמן שלו אינו מוכר</translation>
    </message>
    <message>
      <source>Leave out</source>
      <translation>השמטה</translation>
    </message>
    <message>
      <source>Leave the event out</source>
      <translation>השארת האירוע בחוץ</translation>
    </message>
    <message>
      <source>Left out</source>
      <translation>הושמט</translation>
    </message>
    <message>
      <source>Nothing is written yet. Enter chooses whose an event is, for all that say the same; Delete leaves it out.</source>
      <translation>עדיין לא נכתב דבר. Enter משייך אירוע, יחד עם כל מי שכתוב בו אותו דבר; Delete משמיט אותו.</translation>
    </message>
    <message>
      <source>Only the first {most} appointments were compared with what is booked.</source>
      <translation>רק {most} התורים הראשונים הושוו למה שכבר נקבע.</translation>
    </message>
    <message>
      <source>Reading the calendar file</source>
      <translation>קריאת קובץ היומן</translation>
    </message>
    <message>
      <source>Ready to be booked</source>
      <translation>מוכן לקביעה</translation>
    </message>
    <message>
      <source>Stopped; nothing was imported.</source>
      <translation>הופסק; דבר לא יובא.</translation>
    </message>
    <message>
      <source>The choices were discarded</source>
      <translation>הבחירות הושלכו</translation>
    </message>
    <message>
      <source>The file holds it a second time</source>
      <translation>מופיע בקובץ פעם שנייה</translation>
    </message>
    <message>
      <source>The file says “{says}”. The choice holds for every event that does.</source>
      <translation>בקובץ כתוב "{says}". הבחירה חלה על כל אירוע שכתוב בו כך.</translation>
    </message>
    <message>
      <source>There is no event in this file; nothing was imported.</source>
      <translation>אין אירועים בקובץ הזה; דבר לא יובא.</translation>
    </message>
    <message>
      <source>What repeats as no series here can is booked one by one, for two years and at most {most} times.</source>
      <translation>מה שחוזר באופן שאין לו סדרה כאן ייקבע אחד אחד, לשנתיים ועד {most} פעמים לכל היותר.</translation>
    </message>
    <message>
      <source>What you chose in another calendar file is not imported yet.</source>
      <translation>מה שנבחר בקובץ יומן אחר עדיין לא יובא.</translation>
    </message>
    <message>
      <source>Whose are these?</source>
      <translation>של מי האירועים?</translation>
    </message>
    <message>
      <source>Whose is it?</source>
      <translation>של מי האירוע?</translation>
    </message>
    <message>
      <source>Whose is it? Enter chooses</source>
      <translation>של מי האירוע? Enter לבחירה</translation>
    </message>
    <message>
      <source>Without words</source>
      <translation>ללא מילים</translation>
    </message>
    <message>
      <source>has an appointment then already; left out</source>
      <translation>כבר יש תור באותו זמן; יושמט</translation>
    </message>
    <message>
      <source>later ones left out</source>
      <translation>המאוחרים יותר יושמטו</translation>
    </message>
    <message>
      <source>line {line}</source>
      <translation>שורה {line}</translation>
    </message>
    <message>
      <source>the time is taken</source>
      <translation>הזמן תפוס</translation>
    </message>
    <message>
      <source>will be booked</source>
      <translation>ייקבע</translation>
    </message>
    <message>
      <source>will be booked and added as a new client</source>
      <translation>ייקבע ויתווסף כמטופל/ת חדש/ה</translation>
    </message>
    <message>
      <source>{counts}.</source>
      <translation>{counts}.</translation>
    </message>
    <message>
      <source>{n} are left out</source>
      <translation>{n} יושמטו</translation>
    </message>
    <message>
      <source>{n} are nobody's yet</source>
      <translation>{n} עדיין ללא שיוך</translation>
    </message>
    <message>
      <source>{n} clients added</source>
      <translation>{n} מטופלים נוספו</translation>
    </message>
    <message>
      <source>{n} events imported</source>
      <translation>{n} אירועים יובאו</translation>
    </message>
    <message>
      <source>{n} events will be booked</source>
      <translation>{n} אירועים ייקבעו</translation>
    </message>
    <message>
      <source>{n} of them at taken times</source>
      <translation>{n} מהם בזמנים תפוסים</translation>
    </message>
    <message>
      <source>{n} single appointments</source>
      <translation>{n} תורים בודדים</translation>
    </message>
  </context>
  <context>
    <name>Clients</name>
    <message>
      <source>1 client</source>
      <translation>מטופל אחד</translation>
    </message>
    <message>
      <source>1 of {total} notes chosen</source>
      <translation>סיכום אחד מתוך {total} נבחר</translation>
    </message>
    <message>
      <source>1 year</source>
      <translation>שנה אחת</translation>
    </message>
    <message>
      <source>Add a tag, then Enter</source>
      <translation>הוספת תגית, ואז Enter</translation>
    </message>
    <message>
      <source>Add the first one: a name is enough.</source>
      <translation>אפשר להוסיף את הראשון: די בשם.</translation>
    </message>
    <message>
      <source>Address</source>
      <translation>כתובת</translation>
    </message>
    <message>
      <source>Alerts, shown on top of the record</source>
      <translation>התרעות, מוצגות בראש התיק</translation>
    </message>
    <message>
      <source>All</source>
      <translation>הכול</translation>
    </message>
    <message>
      <source>Another device changed this client meanwhile ({fields}). What you typed is kept here: save again to keep yours.</source>
      <translation>מכשיר אחר שינה בינתיים את פרטי המטופל ({fields}). מה שהוקלד כאן נשמר בטופס: שמירה נוספת תשאיר את הנוסח הזה.</translation>
    </message>
    <message>
      <source>Appointment</source>
      <translation>תור</translation>
    </message>
    <message>
      <source>Appointments</source>
      <translation>תורים</translation>
    </message>
    <message>
      <source>Appointments ahead cancelled</source>
      <translation>התורים העתידיים בוטלו</translation>
    </message>
    <message>
      <source>Archive client</source>
      <translation>העברת המטופל לארכיון</translation>
    </message>
    <message>
      <source>Archived</source>
      <translation>בארכיון</translation>
    </message>
    <message>
      <source>Archived too</source>
      <translation>גם מהארכיון</translation>
    </message>
    <message>
      <source>Archived: hidden from the list, nothing was removed.</source>
      <translation>בארכיון: מוסתר מהרשימה, דבר לא הוסר.</translation>
    </message>
    <message>
      <source>As the name is written</source>
      <translation>לפי אותיות השם</translation>
    </message>
    <message>
      <source>Cancel</source>
      <translation>ביטול</translation>
    </message>
    <message>
      <source>Cancel appointments</source>
      <translation>ביטול התורים</translation>
    </message>
    <message>
      <source>Cancel the appointments ahead?</source>
      <translation>לבטל את התורים העתידיים?</translation>
    </message>
    <message>
      <source>Cancelled</source>
      <translation>בוטל</translation>
    </message>
    <message>
      <source>Choose a client</source>
      <translation>בחירת מטופל</translation>
    </message>
    <message>
      <source>Client</source>
      <translation>מטופל</translation>
    </message>
    <message>
      <source>Client added</source>
      <translation>המטופל נוסף</translation>
    </message>
    <message>
      <source>Client archived</source>
      <translation>המטופל הועבר לארכיון</translation>
    </message>
    <message>
      <source>Client restored</source>
      <translation>המטופל שוחזר מהארכיון</translation>
    </message>
    <message>
      <source>Client saved</source>
      <translation>פרטי המטופל נשמרו</translation>
    </message>
    <message>
      <source>Clients</source>
      <translation>מטופלים</translation>
    </message>
    <message>
      <source>Coming up</source>
      <translation>בקרוב</translation>
    </message>
    <message>
      <source>Completed</source>
      <translation>התקיים</translation>
    </message>
    <message>
      <source>Consent</source>
      <translation>הסכמה</translation>
    </message>
    <message>
      <source>Continue note</source>
      <translation>המשך הסיכום</translation>
    </message>
    <message>
      <source>Draft note</source>
      <translation>טיוטת סיכום</translation>
    </message>
    <message>
      <source>E-mail</source>
      <translation>דוא"ל</translation>
    </message>
    <message>
      <source>Edit client</source>
      <translation>עריכת מטופל</translation>
    </message>
    <message>
      <source>Emergency contact</source>
      <translation>איש קשר לחירום</translation>
    </message>
    <message>
      <source>English</source>
      <translation>אנגלית</translation>
    </message>
    <message>
      <source>Files</source>
      <translation>קבצים</translation>
    </message>
    <message>
      <source>From</source>
      <translation>מתאריך</translation>
    </message>
    <message>
      <source>Given</source>
      <translation>ניתנה</translation>
    </message>
    <message>
      <source>Given {day}</source>
      <translation>ניתנה {day}</translation>
    </message>
    <message>
      <source>Has given consent</source>
      <translation>ניתנה הסכמה</translation>
    </message>
    <message>
      <source>Health</source>
      <translation>בריאות</translation>
    </message>
    <message>
      <source>Hebrew</source>
      <translation>עברית</translation>
    </message>
    <message>
      <source>In an emergency</source>
      <translation>במקרה חירום</translation>
    </message>
    <message>
      <source>Is this the same person?</source>
      <translation>האם מדובר באותו אדם?</translation>
    </message>
    <message>
      <source>Last</source>
      <translation>אחרון</translation>
    </message>
    <message>
      <source>Measure</source>
      <translation>מדד</translation>
    </message>
    <message>
      <source>Measures</source>
      <translation>מדדים</translation>
    </message>
    <message>
      <source>Medical history</source>
      <translation>היסטוריה רפואית</translation>
    </message>
    <message>
      <source>Missed</source>
      <translation>היעדרויות</translation>
    </message>
    <message>
      <source>Name, phone or e-mail</source>
      <translation>שם, טלפון או דוא"ל</translation>
    </message>
    <message>
      <source>Name, phone, e-mail or tag</source>
      <translation>שם, טלפון, דוא"ל או תגית</translation>
    </message>
    <message>
      <source>New</source>
      <translation>חדש</translation>
    </message>
    <message>
      <source>New client</source>
      <translation>מטופל חדש</translation>
    </message>
    <message>
      <source>New note</source>
      <translation>סיכום חדש</translation>
    </message>
    <message>
      <source>Next</source>
      <translation>הבא</translation>
    </message>
    <message>
      <source>No appointments yet. Press S to schedule the first one.</source>
      <translation>אין עדיין תורים. S קובע תור ראשון.</translation>
    </message>
    <message>
      <source>No clients yet</source>
      <translation>אין עדיין מטופלים</translation>
    </message>
    <message>
      <source>No files yet. Press Ctrl+Shift+A to add one.</source>
      <translation>אין עדיין קבצים. Ctrl+Shift+A מוסיף קובץ.</translation>
    </message>
    <message>
      <source>No match for “{wanted}”</source>
      <translation>אין תוצאות עבור "{wanted}"</translation>
    </message>
    <message>
      <source>No measures yet. Press M to add one.</source>
      <translation>אין עדיין מדדים. M מוסיף מדד.</translation>
    </message>
    <message>
      <source>No notes yet. Press N to write the first one.</source>
      <translation>אין עדיין סיכומים. N פותח סיכום ראשון.</translation>
    </message>
    <message>
      <source>No phone or e-mail yet</source>
      <translation>אין עדיין טלפון או דוא"ל</translation>
    </message>
    <message>
      <source>No, save as another client</source>
      <translation>לא, שמירה כמטופל אחר</translation>
    </message>
    <message>
      <source>No-show</source>
      <translation>לא הגיע</translation>
    </message>
    <message>
      <source>None</source>
      <translation>ללא</translation>
    </message>
    <message>
      <source>Not given yet</source>
      <translation>טרם ניתנה</translation>
    </message>
    <message>
      <source>Notes</source>
      <translation>סיכומים</translation>
    </message>
    <message>
      <source>Notes to save or print</source>
      <translation>סיכומים לשמירה או להדפסה</translation>
    </message>
    <message>
      <source>Nothing written yet</source>
      <translation>לא נכתב עדיין דבר</translation>
    </message>
    <message>
      <source>Nothing yet. Press S to schedule the first appointment or N to write a note.</source>
      <translation>אין עדיין דבר. S קובע תור ראשון, N פותח סיכום חדש.</translation>
    </message>
    <message>
      <source>Nothing yet. Press S to schedule the first appointment.</source>
      <translation>אין עדיין דבר. S קובע תור ראשון.</translation>
    </message>
    <message>
      <source>Now</source>
      <translation>עכשיו</translation>
    </message>
    <message>
      <source>On the waitlist</source>
      <translation>ברשימת המתנה</translation>
    </message>
    <message>
      <source>One document, a page or more for each note, oldest first. That each of them was saved or printed is recorded.</source>
      <translation>מסמך אחד, עמוד או יותר לכל סיכום, מהישן לחדש. השמירה או ההדפסה של כל אחד מהם נרשמת.</translation>
    </message>
    <message>
      <source>Open this client</source>
      <translation>פתיחת המטופל הזה</translation>
    </message>
    <message>
      <source>Phone</source>
      <translation>טלפון</translation>
    </message>
    <message>
      <source>Press / to search, the arrow keys to choose, Enter to open.</source>
      <translation>/ לחיפוש, מקשי החצים לבחירה, Enter לפתיחה.</translation>
    </message>
    <message>
      <source>Print</source>
      <translation>הדפסה</translation>
    </message>
    <message>
      <source>Print the whole record</source>
      <translation>הדפסת התיק המלא</translation>
    </message>
    <message>
      <source>Put on the waitlist</source>
      <translation>הוספה לרשימת המתנה</translation>
    </message>
    <message>
      <source>Remarks</source>
      <translation>הערות</translation>
    </message>
    <message>
      <source>Remove the tag {tag}</source>
      <translation>הסרת התגית {tag}</translation>
    </message>
    <message>
      <source>Restore</source>
      <translation>שחזור</translation>
    </message>
    <message>
      <source>Save</source>
      <translation>שמירה</translation>
    </message>
    <message>
      <source>Save as PDF</source>
      <translation>שמירה כ-PDF</translation>
    </message>
    <message>
      <source>Save or print notes…</source>
      <translation>שמירה או הדפסה של סיכומים…</translation>
    </message>
    <message>
      <source>Save the whole record as PDF</source>
      <translation>שמירת התיק המלא כ-PDF</translation>
    </message>
    <message>
      <source>Saved. What you typed meanwhile is not saved yet.</source>
      <translation>נשמר. מה שהוקלד בינתיים עדיין לא נשמר.</translation>
    </message>
    <message>
      <source>Schedule</source>
      <translation>קביעת תור</translation>
    </message>
    <message>
      <source>Scheduled</source>
      <translation>נקבע</translation>
    </message>
    <message>
      <source>Session note</source>
      <translation>סיכום טיפול</translation>
    </message>
    <message>
      <source>Start note</source>
      <translation>התחלת סיכום</translation>
    </message>
    <message>
      <source>The client form has changes that are not saved.</source>
      <translation>בטופס המטופל יש שינויים שלא נשמרו.</translation>
    </message>
    <message>
      <source>This client has no notes yet</source>
      <translation>אין עדיין סיכומים למטופל הזה</translation>
    </message>
    <message>
      <source>This client has no unfinished note</source>
      <translation>אין למטופל הזה סיכום שלא הושלם</translation>
    </message>
    <message>
      <source>This client is archived and still has appointments in the calendar.</source>
      <translation>המטופל הזה בארכיון, ועדיין יש לו תורים ביומן.</translation>
    </message>
    <message>
      <source>Tick a note of the list, or not</source>
      <translation>סימון סיכום ברשימה, או הסרת הסימון</translation>
    </message>
    <message>
      <source>Timeline</source>
      <translation>ציר הזמן</translation>
    </message>
    <message>
      <source>To</source>
      <translation>עד תאריך</translation>
    </message>
    <message>
      <source>To treatment and to keeping records. Taking it back is kept with its day.</source>
      <translation>לטיפול ולניהול תיעוד. אם ההסכמה מבוטלת, גם זה נשמר עם התאריך.</translation>
    </message>
    <message>
      <source>Try fewer letters, a part of the phone number, or add a new client.</source>
      <translation>אפשר לנסות פחות אותיות או חלק ממספר הטלפון, או להוסיף מטופל חדש.</translation>
    </message>
    <message>
      <source>What the timeline shows</source>
      <translation>מה מוצג בציר הזמן</translation>
    </message>
    <message>
      <source>Withdrawn</source>
      <translation>בוטלה</translation>
    </message>
    <message>
      <source>archived</source>
      <translation>בארכיון</translation>
    </message>
    <message>
      <source>such as 2026-01</source>
      <translation>למשל ⁦2026-01⁩</translation>
    </message>
    <message>
      <source>such as 3.4.1985</source>
      <translation>למשל 3.4.1985</translation>
    </message>
    <message>
      <source>until {time}</source>
      <translation>עד {time}</translation>
    </message>
    <message>
      <source>{day}, {time}</source>
      <translation>{day}, {time}</translation>
    </message>
    <message>
      <source>{n} cancelled late</source>
      <translation>ביטולים מאוחרים: {n}</translation>
    </message>
    <message>
      <source>{n} clients</source>
      <translation>{n} מטופלים</translation>
    </message>
    <message>
      <source>{n} no-show</source>
      <translation>אי־הגעה אחת</translation>
    </message>
    <message>
      <source>{n} no-shows</source>
      <translation>{n} ללא הגעה</translation>
    </message>
    <message>
      <source>{n} of {total} notes chosen</source>
      <translation>{n} מתוך {total} סיכומים נבחרו</translation>
    </message>
    <message>
      <source>{n} years</source>
      <translation>{n} שנים</translation>
    </message>
    <message>
      <source>{time}, {count} minutes</source>
      <translation>{time}, {count} דקות</translation>
    </message>
    <message>
      <source>{what} this year</source>
      <translation>השנה: {what}</translation>
    </message>
    <message>
      <source>{what} {count}</source>
      <translation>{what} {count}</translation>
    </message>
    <message>
      <source>{year}: {what}</source>
      <translation>{year}: {what}</translation>
    </message>
  </context>
  <context>
    <name>Clock</name>
    <message>
      <source>The clock is right</source>
      <translation>השעון נכון</translation>
    </message>
    <message>
      <source>This computer's clock is at {day}, which cannot be right: {because}. What you write is kept; signing waits until the clock is set.</source>
      <translation>השעון של המחשב הזה מראה {day}, וזה לא ייתכן: {because}. מה שנכתב נשמר; החתימה ממתינה עד לכיוון השעון.</translation>
    </message>
    <message>
      <source>something was written here on {day}</source>
      <translation>משהו נכתב כאן ב{day}</translation>
    </message>
    <message>
      <source>the clinic's server is at {day}</source>
      <translation>בשרת המרפאה התאריך הוא {day}</translation>
    </message>
    <message>
      <source>the clinic's server is at {day} already</source>
      <translation>בשרת המרפאה התאריך הוא כבר {day}</translation>
    </message>
    <message>
      <source>this program was made later</source>
      <translation>התוכנה הזאת נוצרה מאוחר יותר</translation>
    </message>
  </context>
  <context>
    <name>Code</name>
    <message>
      <source>{label}, group {number} of {groups}</source>
      <translation>{label}, קבוצה {number} מתוך {groups}</translation>
    </message>
  </context>
  <context>
    <name>Colours</name>
    <message>
      <source>Amber</source>
      <translation>ענבר</translation>
    </message>
    <message>
      <source>Blue</source>
      <translation>כחול</translation>
    </message>
    <message>
      <source>Brick</source>
      <translation>אדום לבנה</translation>
    </message>
    <message>
      <source>Green</source>
      <translation>ירוק</translation>
    </message>
    <message>
      <source>Rose</source>
      <translation>ורוד</translation>
    </message>
    <message>
      <source>Slate</source>
      <translation>אפור צפחה</translation>
    </message>
    <message>
      <source>Teal</source>
      <translation>טורקיז</translation>
    </message>
    <message>
      <source>Violet</source>
      <translation>סגול</translation>
    </message>
  </context>
  <context>
    <name>Connect</name>
    <message>
      <source>Ask the clinic</source>
      <translation>פנייה למרפאה</translation>
    </message>
    <message>
      <source>Cancel</source>
      <translation>ביטול</translation>
    </message>
    <message>
      <source>Check</source>
      <translation>בדיקה</translation>
    </message>
    <message>
      <source>Connect to a clinic</source>
      <translation>חיבור למרפאה</translation>
    </message>
    <message>
      <source>First the practice gets a recovery paper of its own. It opens the whole practice should every laptop be lost, so keep it where you keep your keys, away from the laptops and the server. Write it down or print it: it is shown only now.</source>
      <translation>תחילה הקליניקה מקבלת דף שחזור משלה. הוא פותח את כל הקליניקה אם כל המחשבים יאבדו, ולכן כדאי לשמור אותו במקום שבו נשמרים המפתחות שלך, הרחק מהמחשבים ומהשרת. יש לרשום את הקוד או להדפיס אותו: הוא מוצג רק עכשיו.</translation>
    </message>
    <message>
      <source>I have it on paper</source>
      <translation>הקוד רשום אצלי על נייר</translation>
    </message>
    <message>
      <source>Later</source>
      <translation>אחר כך</translation>
    </message>
    <message>
      <source>Read your paper back</source>
      <translation>הקלדת הקוד מהדף</translation>
    </message>
    <message>
      <source>Save the request, give it to whoever runs the clinic's server, and compare these six words on the phone. Then open the answer they send back, today or another day. The request holds no secret.</source>
      <translation>יש לשמור את הבקשה, למסור אותה למי שמפעיל את שרת המרפאה, ולהשוות בטלפון את שש המילים האלה. אחר כך יש לפתוח את התשובה שתוחזר, היום או ביום אחר. אין בבקשה שום סוד.</translation>
    </message>
    <message>
      <source>Show the code again</source>
      <translation>הצגת הקוד שוב</translation>
    </message>
    <message>
      <source>That is another code than the one you were shown. Look at it again.</source>
      <translation>זה קוד אחר, ולא הקוד שהוצג. יש לבדוק אותו שוב.</translation>
    </message>
    <message>
      <source>The practice's recovery paper</source>
      <translation>דף השחזור של הקליניקה</translation>
    </message>
    <message>
      <source>Type the code from your paper, group by group. Capitals do not matter.</source>
      <translation>יש להקליד את הקוד מהדף, קבוצה אחר קבוצה. אין הבדל בין אותיות גדולות לקטנות.</translation>
    </message>
  </context>
  <context>
    <name>Dates</name>
    <message>
      <source>MMMM yyyy</source>
      <translation>MMMM yyyy</translation>
    </message>
    <message>
      <source>Today</source>
      <translation>היום</translation>
    </message>
    <message>
      <source>Tomorrow</source>
      <translation>מחר</translation>
    </message>
    <message>
      <source>Yesterday</source>
      <translation>אתמול</translation>
    </message>
    <message>
      <source>d MMM</source>
      <translation>d 'ב'MMM</translation>
    </message>
    <message>
      <source>d MMM yyyy</source>
      <translation>d 'ב'MMM yyyy</translation>
    </message>
    <message>
      <source>ddd d</source>
      <translation>ddd d</translation>
    </message>
    <message>
      <source>ddd d MMM</source>
      <translation>ddd d 'ב'MMM</translation>
    </message>
    <message>
      <source>dddd, d MMMM yyyy</source>
      <translation>dddd, d 'ב'MMMM yyyy</translation>
    </message>
    <message>
      <source>today</source>
      <translation>היום</translation>
    </message>
    <message>
      <source>tomorrow</source>
      <translation>מחר</translation>
    </message>
    <message>
      <source>yesterday</source>
      <translation>אתמול</translation>
    </message>
    <message>
      <source>{day}, {time}</source>
      <translation>{day}, {time}</translation>
    </message>
    <message>
      <source>{hours} h</source>
      <translation>{hours} שע׳</translation>
    </message>
    <message>
      <source>{hours} h {minutes} min</source>
      <translation>{hours} שע׳ {minutes} דק׳</translation>
    </message>
    <message>
      <source>{minutes} min</source>
      <translation>{minutes} דק׳</translation>
    </message>
  </context>
  <context>
    <name>Days</name>
    <message>
      <source>Monday</source>
      <translation>יום שני</translation>
    </message>
    <message>
      <source>Saturday</source>
      <translation>שבת</translation>
    </message>
    <message>
      <source>Sunday</source>
      <translation>יום ראשון</translation>
    </message>
  </context>
  <context>
    <name>Devices</name>
    <message>
      <source>Assistant</source>
      <translation>עוזר/ת</translation>
    </message>
    <message>
      <source>Cancel</source>
      <translation>ביטול</translation>
    </message>
    <message>
      <source>Copied</source>
      <translation>הועתק</translation>
    </message>
    <message>
      <source>Copy</source>
      <translation>העתקה</translation>
    </message>
    <message>
      <source>Devices</source>
      <translation>מכשירים</translation>
    </message>
    <message>
      <source>Done</source>
      <translation>סיום</translation>
    </message>
    <message>
      <source>Erase the practice on it when it comes online</source>
      <translation>מחיקת הקליניקה ממנו כשיתחבר לרשת</translation>
    </message>
    <message>
      <source>It calls itself “{name}”.</source>
      <translation>השם שלו: “{name}”.</translation>
    </message>
    <message>
      <source>It is let in. Give it this answer, which holds no secret; then it shows these words:</source>
      <translation>המכשיר אושר. יש למסור לו את התשובה הזו, שאין בה שום סוד; אז יוצגו בו המילים האלה:</translation>
    </message>
    <message>
      <source>It was neither copied nor saved, and it is not shown again.</source>
      <translation>היא לא הועתקה ולא נשמרה, ולא תוצג שוב.</translation>
    </message>
    <message>
      <source>Its login gave false certificates</source>
      <translation>מהחיבור שלו ניתנו אישורים דיגיטליים מזויפים</translation>
    </message>
    <message>
      <source>Last seen</source>
      <translation>נראה לאחרונה</translation>
    </message>
    <message>
      <source>Leave</source>
      <translation>יציאה</translation>
    </message>
    <message>
      <source>Leave without the answer?</source>
      <translation>לצאת בלי התשובה?</translation>
    </message>
    <message>
      <source>Left where they are, for no laptop uses them: {count}.</source>
      <translation>נשארו במקומן, כי אף מחשב לא משתמש בהן: {count}.</translation>
    </message>
    <message>
      <source>Let a device in</source>
      <translation>אישור מכשיר</translation>
    </message>
    <message>
      <source>Let in by nobody</source>
      <translation>לא אושר על ידי איש</translation>
    </message>
    <message>
      <source>Never seen</source>
      <translation>לא נראה מעולם</translation>
    </message>
    <message>
      <source>On the new device choose “Join a practice”. Paste its request here, or open its file.</source>
      <translation>במכשיר החדש יש לבחור "הצטרפות לקליניקה". את הבקשה שלו מדביקים כאן, או פותחים את הקובץ שלה.</translation>
    </message>
    <message>
      <source>Only an owner's device can let others in or out.</source>
      <translation>רק ממכשיר של הבעלים אפשר לאשר או להסיר מכשירים.</translation>
    </message>
    <message>
      <source>Open a file…</source>
      <translation>פתיחת קובץ…</translation>
    </message>
    <message>
      <source>Open a request</source>
      <translation>פתיחת בקשה</translation>
    </message>
    <message>
      <source>Owner</source>
      <translation>בעלים</translation>
    </message>
    <message>
      <source>Put back from this laptop, by the next sync: {count}.</source>
      <translation>יוחזרו מהמחשב הזה בסנכרון הבא: {count}.</translation>
    </message>
    <message>
      <source>Reads only</source>
      <translation>קריאה בלבד</translation>
    </message>
    <message>
      <source>Records that came by its login and that no laptop can verify stay at the clinic, where no laptop uses them, until they are set aside.</source>
      <translation>רשומות שהגיעו בכניסה של המכשיר הזה ושאף מחשב לא יכול לאמת נשארות במרפאה, בלי שאף מחשב ישתמש בהן, עד שיועברו הצידה.</translation>
    </message>
    <message>
      <source>Remove</source>
      <translation>הסרה</translation>
    </message>
    <message>
      <source>Remove this device</source>
      <translation>הסרת המכשיר הזה</translation>
    </message>
    <message>
      <source>Remove {name}?</source>
      <translation>להסיר את {name}?</translation>
    </message>
    <message>
      <source>Removed</source>
      <translation>הוסר</translation>
    </message>
    <message>
      <source>Save as a file…</source>
      <translation>שמירה כקובץ…</translation>
    </message>
    <message>
      <source>Save the answer</source>
      <translation>שמירת התשובה</translation>
    </message>
    <message>
      <source>Saved; bring it to the new device</source>
      <translation>נשמר; יש להעביר למכשיר החדש</translation>
    </message>
    <message>
      <source>Set aside</source>
      <translation>העברה הצידה</translation>
    </message>
    <message>
      <source>Set aside for all laptops: {count}.</source>
      <translation>הועברו הצידה עבור כל המחשבים: {count}.</translation>
    </message>
    <message>
      <source>Set aside what it left</source>
      <translation>העברה הצידה של מה שהמכשיר השאיר</translation>
    </message>
    <message>
      <source>Set aside what {name} left?</source>
      <translation>להעביר הצידה את מה שנשאר מ-{name}?</translation>
    </message>
    <message>
      <source>Team and devices</source>
      <translation>צוות ומכשירים</translation>
    </message>
    <message>
      <source>The answer for the new device</source>
      <translation>התשובה למכשיר החדש</translation>
    </message>
    <message>
      <source>The clinic refuses it from now on, and all other devices get new keys. What it has seen, it has seen.</source>
      <translation>מעכשיו המרפאה דוחה אותו, וכל שאר המכשירים מקבלים מפתחות חדשים. מה שכבר ראה, ראה.</translation>
    </message>
    <message>
      <source>The device is out, and the keys were changed</source>
      <translation>המכשיר הוסר, והמפתחות הוחלפו</translation>
    </message>
    <message>
      <source>The new device shows six words. Read them to each other; they must be these:</source>
      <translation>המכשיר החדש מציג שש מילים. יש להקריא אותן זה לזה; הן חייבות להיות:</translation>
    </message>
    <message>
      <source>The new device's request</source>
      <translation>הבקשה של המכשיר החדש</translation>
    </message>
    <message>
      <source>The request that was pasted here has not been answered.</source>
      <translation>הבקשה שהודבקה כאן עדיין לא נענתה.</translation>
    </message>
    <message>
      <source>The words are the same: let it in</source>
      <translation>המילים זהות: אישור המכשיר</translation>
    </message>
    <message>
      <source>Therapist</source>
      <translation>מטפל/ת</translation>
    </message>
    <message>
      <source>This practice is on this laptop alone. Once it is connected to a clinic's server, other devices can be let in here.</source>
      <translation>הקליניקה נמצאת במחשב הזה בלבד. אחרי חיבור לשרת המרפאה אפשר יהיה לאשר כאן מכשירים נוספים.</translation>
    </message>
    <message>
      <source>This request brings a new practice; whoever runs the server approves it.</source>
      <translation>הבקשה הזו מביאה קליניקה חדשה; מי שמפעיל את השרת מאשר אותה.</translation>
    </message>
    <message>
      <source>Unknown person</source>
      <translation>שם לא ידוע</translation>
    </message>
    <message>
      <source>What came by its login and no laptop can verify is shown to nobody any more. What this laptop holds instead is sent. Nothing that a laptop verified goes.</source>
      <translation>מה שהגיע בכניסה של המכשיר הזה ואף מחשב לא יכול לאמת לא יוצג עוד לאיש. במקומו יישלח מה שיש במחשב הזה. דבר שאומת במחשב כלשהו לא יוסר.</translation>
    </message>
    <message>
      <source>When it comes online, it erases its copy with all work not sent yet.</source>
      <translation>כשיתחבר לרשת, הוא ימחק את העותק שלו יחד עם כל מה שעדיין לא נשלח.</translation>
    </message>
    <message>
      <source>Whose device is it?</source>
      <translation>של מי המכשיר?</translation>
    </message>
    <message>
      <source>version {number}</source>
      <translation>גרסה {number}</translation>
    </message>
    <message>
      <source>{name} (this device)</source>
      <translation>{name} (המכשיר הזה)</translation>
    </message>
  </context>
  <context>
    <name>Discarding</name>
    <message>
      <source>Discard</source>
      <translation>השלכת השינויים</translation>
    </message>
    <message>
      <source>Discard what you typed?</source>
      <translation>להשליך את מה שהוקלד?</translation>
    </message>
  </context>
  <context>
    <name>Errors</name>
    <message>
      <source>A block ends after it begins; nothing was changed. Set a later end.</source>
      <translation>זמן חסום חייב להסתיים אחרי שהוא מתחיל; דבר לא שונה. יש לקבוע סיום מאוחר יותר.</translation>
    </message>
    <message>
      <source>A block of whole days begins and ends at midnight; nothing was changed.</source>
      <translation>זמן חסום של ימים שלמים מתחיל ומסתיים בחצות; דבר לא שונה.</translation>
    </message>
    <message>
      <source>A calendar file begins before it ends and holds at most 40 years; nothing was written. Choose other days.</source>
      <translation>קובץ יומן חייב להתחיל לפני שהוא מסתיים, ולהכיל לכל היותר 40 שנה; דבר לא נכתב. יש לבחור ימים אחרים.</translation>
    </message>
    <message>
      <source>A client needs a first and a last name; nothing was changed.</source>
      <translation>למטופל נדרשים שם פרטי ושם משפחה; דבר לא שונה.</translation>
    </message>
    <message>
      <source>A client who was chosen is not here any more; nothing was imported. Read the file again.</source>
      <translation>אחד המטופלים שנבחרו כבר אינו כאן; דבר לא יובא. יש לקרוא את הקובץ שוב.</translation>
    </message>
    <message>
      <source>A completed appointment can be set back to scheduled only within a minute; nothing was changed.</source>
      <translation>אפשר להחזיר תור שהתקיים למצב "נקבע" רק בתוך דקה; דבר לא שונה.</translation>
    </message>
    <message>
      <source>A deletion that was put away is not made again. Nothing was changed; to delete the record, delete it where it stands.</source>
      <translation>מחיקה שנסגרה אינה מתבצעת שוב. דבר לא השתנה; כדי למחוק את הרשומה, יש למחוק אותה במקומה.</translation>
    </message>
    <message>
      <source>A device cannot order itself to erase; nothing was changed.</source>
      <translation>מכשיר אינו יכול להורות על מחיקה של עצמו; דבר לא שונה.</translation>
    </message>
    <message>
      <source>A device's certificate is not readable, so the device is not trusted.</source>
      <translation>האישור הדיגיטלי של אחד המכשירים אינו קריא, ולכן אין אמון במכשיר.</translation>
    </message>
    <message>
      <source>A device's public key is not usable, so nothing was sent to it.</source>
      <translation>המפתח הציבורי של אחד המכשירים אינו שמיש, ולכן דבר לא נשלח אליו.</translation>
    </message>
    <message>
      <source>A field's encryption seal does not hold, so its content was not used.</source>
      <translation>חותם ההצפנה של אחד השדות אינו תקף, ולכן לא נעשה שימוש בתוכן השדה.</translation>
    </message>
    <message>
      <source>A file needs a name; nothing was changed.</source>
      <translation>לקובץ נדרש שם; דבר לא שונה.</translation>
    </message>
    <message>
      <source>A key slot of this practice was changed by something else, so it was not used.</source>
      <translation>משבצת מפתח של הקליניקה שונתה בידי גורם אחר, ולכן לא נעשה בה שימוש.</translation>
    </message>
    <message>
      <source>A measure needs a name; nothing was changed.</source>
      <translation>למדד נדרש שם; דבר לא שונה.</translation>
    </message>
    <message>
      <source>A part of an attachment is damaged on this computer; it was not used.</source>
      <translation>חלק מקובץ מצורף פגום במחשב הזה; לא נעשה בו שימוש.</translation>
    </message>
    <message>
      <source>A part of an attachment is not what was sent, so it was not used.</source>
      <translation>חלק מקובץ מצורף אינו מה שנשלח, ולכן לא נעשה בו שימוש.</translation>
    </message>
    <message>
      <source>A part of this attachment is not on this computer.</source>
      <translation>חלק מהקובץ המצורף הזה אינו נמצא במחשב הזה.</translation>
    </message>
    <message>
      <source>A passphrase is needed: give --passphrase-file FILE, or run this in a terminal.</source>
      <translation>נדרש משפט סיסמה: יש להוסיף --passphrase-file FILE, או להריץ את הפקודה במסוף.</translation>
    </message>
    <message>
      <source>A person needs a name; nothing was changed.</source>
      <translation>לכל אדם נדרש שם; דבר לא שונה.</translation>
    </message>
    <message>
      <source>A place that is not online needs an address.</source>
      <translation>למקום שאינו מקוון נדרשת כתובת.</translation>
    </message>
    <message>
      <source>A place that is not online needs an address; nothing was changed.</source>
      <translation>למקום שאינו מקוון נדרשת כתובת; דבר לא שונה.</translation>
    </message>
    <message>
      <source>A practice and its owner need names; nothing was made.</source>
      <translation>לקליניקה ולבעלים שלה נדרשים שמות; דבר לא נוצר.</translation>
    </message>
    <message>
      <source>A practice needs a name and a therapist; nothing was made.</source>
      <translation>לקליניקה נדרשים שם ומטפל/ת; דבר לא נוצר.</translation>
    </message>
    <message>
      <source>A practice needs a name; nothing was changed.</source>
      <translation>לקליניקה נדרש שם; דבר לא שונה.</translation>
    </message>
    <message>
      <source>A practice needs an owner; nothing was changed.</source>
      <translation>לקליניקה נדרשים בעלים; דבר לא שונה.</translation>
    </message>
    <message>
      <source>A record with this id exists already; nothing was added.</source>
      <translation>רשומה עם המזהה הזה כבר קיימת; דבר לא נוסף.</translation>
    </message>
    <message>
      <source>A recovery code has 36 characters; this one has {0}.</source>
      <translation>בקוד שחזור יש 36 תווים; מספר התווים בקוד הזה: {0}.</translation>
    </message>
    <message>
      <source>A remark has at most {0} characters; nothing was changed. Shorten it.</source>
      <translation>אורך ההערה מוגבל (מספר התווים המרבי: {0}); דבר לא שונה. יש לקצר אותה.</translation>
    </message>
    <message>
      <source>A row names somebody else than the laptop's person as who did it, so it was not used.</source>
      <translation>בשורה רשום שעשה אותה מישהו אחר ולא מי שהמחשב שייך לו, ולכן לא נעשה בה שימוש.</translation>
    </message>
    <message>
      <source>A row of the adoption is not readable, so nothing was sealed.</source>
      <translation>אחת השורות שנקלטו מהמסד הישן אינה קריאה, ולכן דבר לא נחתם.</translation>
    </message>
    <message>
      <source>A row's content does not match its seal.</source>
      <translation>תוכן של שורה אינו תואם את החותם שלה.</translation>
    </message>
    <message>
      <source>A row's seal is not whole.</source>
      <translation>החותם של שורה אינו שלם.</translation>
    </message>
    <message>
      <source>A row's signature does not hold, so the row was not used.</source>
      <translation>החתימה של שורה אינה תקפה, ולכן לא נעשה שימוש בשורה.</translation>
    </message>
    <message>
      <source>A scale ends above where it begins; nothing was changed. Set a greater end.</source>
      <translation>סולם חייב להסתיים בערך גבוה מזה שבו הוא מתחיל; דבר לא שונה. יש לקבוע סוף גבוה יותר.</translation>
    </message>
    <message>
      <source>A sealed key does not open, so it was not used.</source>
      <translation>מפתח חתום אינו נפתח, ולכן לא נעשה בו שימוש.</translation>
    </message>
    <message>
      <source>A service lasts at least a minute.</source>
      <translation>סוג טיפול נמשך דקה לפחות.</translation>
    </message>
    <message>
      <source>A service lasts at least a minute; nothing was changed.</source>
      <translation>סוג טיפול נמשך דקה לפחות; דבר לא שונה.</translation>
    </message>
    <message>
      <source>A session lasts between 0 and 480 minutes; nothing was changed.</source>
      <translation>טיפול נמשך בין 0 ל־480 דקות; דבר לא שונה.</translation>
    </message>
    <message>
      <source>A signed note can be deleted only by its author or the owner; nothing was changed.</source>
      <translation>רק מי שכתב סיכום חתום או הבעלים יכולים למחוק אותו; דבר לא שונה.</translation>
    </message>
    <message>
      <source>A signed note is not a draft.</source>
      <translation>סיכום חתום אינו טיוטה.</translation>
    </message>
    <message>
      <source>A signed note never changes; amend it instead.</source>
      <translation>סיכום חתום אינו משתנה לעולם; במקום זאת יש לתקן אותו בתיקון.</translation>
    </message>
    <message>
      <source>A snippet has at most {0} characters; nothing was changed. Shorten it first.</source>
      <translation>אורך קיצור הטקסט מוגבל (מספר התווים המרבי: {0}); דבר לא שונה. יש לקצר אותו קודם.</translation>
    </message>
    <message>
      <source>A snippet needs a text; nothing was changed.</source>
      <translation>לקיצור טקסט נדרש תוכן; דבר לא שונה.</translation>
    </message>
    <message>
      <source>A snippet needs an abbreviation; nothing was changed.</source>
      <translation>לקיצור טקסט נדרשת מילת קיצור; דבר לא שונה.</translation>
    </message>
    <message>
      <source>A template needs a name; nothing was changed.</source>
      <translation>לתבנית נדרש שם; דבר לא שונה.</translation>
    </message>
    <message>
      <source>A template needs a text in at least one of its four fields; nothing was changed.</source>
      <translation>בתבנית נדרש טקסט לפחות באחד מארבעת השדות; דבר לא שונה.</translation>
    </message>
    <message>
      <source>A version of the note was left out, or they stand in another order.</source>
      <translation>אחת הגרסאות של הסיכום חסרה, או שהסדר ביניהן שונה.</translation>
    </message>
    <message>
      <source>A workspace key came from a device that nobody vouches for; it was not used.</source>
      <translation>מפתח של מרחב העבודה הגיע ממכשיר שאיש אינו ערב לו; לא נעשה בו שימוש.</translation>
    </message>
    <message>
      <source>A workspace key was not signed by a trusted device, so it was not used.</source>
      <translation>מפתח של מרחב העבודה לא נחתם במכשיר מהימן, ולכן לא נעשה בו שימוש.</translation>
    </message>
    <message>
      <source>A {0} needs a name; nothing was changed.</source>
      <translation>חסר שם ({0}); דבר לא שונה. נדרש שם.</translation>
    </message>
    <message>
      <source>An abbreviation is one word of at most {0} letters, digits, - and _; nothing was changed.</source>
      <translation>מילת קיצור היא מילה אחת שמורכבת מאותיות, ספרות, - ו־_ (מספר התווים המרבי: {0}); דבר לא שונה.</translation>
    </message>
    <message>
      <source>An amendment cannot empty the note; your text is kept.</source>
      <translation>תיקון אינו יכול לרוקן את הסיכום; הטקסט שלך נשמר.</translation>
    </message>
    <message>
      <source>An amendment needs a reason; your text is kept.</source>
      <translation>לתיקון נדרשת סיבה; הטקסט שלך נשמר.</translation>
    </message>
    <message>
      <source>An appointment lasts at most 31 days; nothing was changed.</source>
      <translation>תור נמשך לכל היותר 31 ימים; דבר לא שונה.</translation>
    </message>
    <message>
      <source>An appointment lasts between a minute and a day; nothing was changed. Set another length.</source>
      <translation>תור נמשך בין דקה ליממה; דבר לא שונה. יש לקבוע משך אחר.</translation>
    </message>
    <message>
      <source>An appointment that is {0} cannot become {1}; nothing was changed.</source>
      <translation>תור במצב {0} אינו יכול לעבור למצב {1}; דבר לא שונה.</translation>
    </message>
    <message>
      <source>An appointment that repeats lasts at most a day; nothing was changed.</source>
      <translation>תור חוזר נמשך לכל היותר יממה; דבר לא שונה.</translation>
    </message>
    <message>
      <source>An earlier key file of this practice was put back, and with it an earlier passphrase, so the practice was not opened. Nothing was changed. If you put it back yourself, unlock with your recovery paper and choose a new passphrase. If you did not, somebody had this computer in hand: do the same, and find out who.</source>
      <translation>קובץ מפתחות קודם של הקליניקה הוחזר למקומו, ואיתו משפט סיסמה קודם, ולכן הקליניקה לא נפתחה. דבר לא שונה. אם החזרת אותו בעצמך, יש לפתוח בעזרת דף השחזור ולבחור משפט סיסמה חדש. אם לא, המחשב הזה היה בידיים של מישהו אחר: יש לעשות אותו הדבר, ולברר מי זה היה.</translation>
    </message>
    <message>
      <source>An end of the scale is no number; nothing was changed.</source>
      <translation>אחד מקצות הסולם אינו מספר; דבר לא שונה.</translation>
    </message>
    <message>
      <source>An intensity goes from 0 to 10; nothing was changed. Choose a number of these.</source>
      <translation>עוצמה נעה בין 0 ל־10; דבר לא שונה. יש לבחור מספר בטווח הזה.</translation>
    </message>
    <message>
      <source>Another device changed this client meanwhile; nothing was saved yet.</source>
      <translation>בינתיים פרטי המטופל שונו במכשיר אחר; עדיין לא נשמר דבר.</translation>
    </message>
    <message>
      <source>Another file of this client has this name; nothing was changed. Choose another name.</source>
      <translation>לקובץ אחר של המטופל כבר יש השם הזה; דבר לא שונה. יש לבחור שם אחר.</translation>
    </message>
    <message>
      <source>Another running copy of PazPaz holds this store; nothing was changed. Close it first.</source>
      <translation>עותק פעיל אחר של PazPaz מחזיק במאגר הזה; דבר לא שונה. יש לסגור אותו קודם.</translation>
    </message>
    <message>
      <source>By this computer's clock the session is in the future; nothing was changed. Set the day it took place, or the clock.</source>
      <translation>לפי שעון המחשב הזה, הטיפול הוא בעתיד; דבר לא שונה. יש לתקן את יום הטיפול, או את השעון.</translation>
    </message>
    <message>
      <source>By this computer's clock this draft was deleted more than 30 days ago; it can no longer be restored.</source>
      <translation>לפי שעון המחשב הזה, הטיוטה נמחקה לפני יותר מ־30 יום; כבר אי אפשר לשחזר אותה.</translation>
    </message>
    <message>
      <source>Cancelled; nothing was added.</source>
      <translation>הפעולה בוטלה; דבר לא נוסף.</translation>
    </message>
    <message>
      <source>Deleting a signed note needs a reason; nothing was changed.</source>
      <translation>למחיקת סיכום חתום נדרשת סיבה; דבר לא שונה.</translation>
    </message>
    <message>
      <source>It can repeat at most every {0} days, weeks, months or years; nothing was changed.</source>
      <translation>המרווח בין חזרה לחזרה גדול מדי (לכל היותר {0} ימים, שבועות, חודשים או שנים); דבר לא שונה.</translation>
    </message>
    <message>
      <source>It can repeat at most {0} times; nothing was changed. Choose fewer, or no end.</source>
      <translation>מספר החזרות גדול מדי (לכל היותר {0}); דבר לא שונה. יש לבחור פחות, או ללא סיום.</translation>
    </message>
    <message>
      <source>Messages cannot be written in this language; nothing was changed. Choose another.</source>
      <translation>אי אפשר לכתוב הודעות בשפה הזאת; דבר לא שונה. יש לבחור שפה אחרת.</translation>
    </message>
    <message>
      <source>No calendar has this day. Check the day and the month.</source>
      <translation>אין יום כזה בלוח השנה. כדאי לבדוק את היום ואת החודש.</translation>
    </message>
    <message>
      <source>No certificate of the practice names the laptop that signed this.</source>
      <translation>אין בקליניקה אישור דיגיטלי שבו נקוב המחשב שחתם על זה.</translation>
    </message>
    <message>
      <source>Nobody can be that urgent; nothing was changed. Choose urgent or not.</source>
      <translation>אין דרגת דחיפות כזו; דבר לא שונה. יש לבחור דחוף או לא דחוף.</translation>
    </message>
    <message>
      <source>Nobody can tell when this block is; nothing was changed.</source>
      <translation>אי אפשר לדעת מתי הזמן החסום הזה חל; דבר לא שונה.</translation>
    </message>
    <message>
      <source>Not every signature of this note is genuine, or it cannot be checked yet; nothing was written. The foot of the note says which.</source>
      <translation>לא כל החתימות של הסיכום אותנטיות, או שעדיין אי אפשר לבדוק אותן; דבר לא נכתב. בתחתית הסיכום כתוב אילו.</translation>
    </message>
    <message>
      <source>Not every version of this note is on this laptop yet; nothing was written. Sync with the clinic, then try again.</source>
      <translation>לא כל הגרסאות של הסיכום כבר נמצאות במחשב הזה; דבר לא נכתב. יש לבצע סנכרון עם המרפאה, ואז לנסות שוב.</translation>
    </message>
    <message>
      <source>Nothing is written that could be added; nothing was changed. Write it first, then sign.</source>
      <translation>לא נכתב דבר שאפשר להוסיף; דבר לא שונה. יש לכתוב קודם, ואז לחתום.</translation>
    </message>
    <message>
      <source>Nothing of this series is still to come; nothing was changed. Change this appointment alone.</source>
      <translation>לא נותרו בסדרה הזו תורים עתידיים; דבר לא שונה. אפשר לשנות את התור הזה בלבד.</translation>
    </message>
    <message>
      <source>One of the two appointments was moved or cancelled meanwhile; nothing was changed.</source>
      <translation>אחד משני התורים הועבר או בוטל בינתיים; דבר לא שונה.</translation>
    </message>
    <message>
      <source>Only an owner's device can change the keys; nothing was changed.</source>
      <translation>רק מכשיר של הבעלים יכול להחליף את המפתחות; דבר לא שונה.</translation>
    </message>
    <message>
      <source>Only an owner's device can let a device in; nothing was changed.</source>
      <translation>רק מכשיר של הבעלים יכול לאשר מכשיר; דבר לא שונה.</translation>
    </message>
    <message>
      <source>Only an owner's device can order that; nothing was changed.</source>
      <translation>רק מכשיר של הבעלים יכול להורות על כך; דבר לא שונה.</translation>
    </message>
    <message>
      <source>Only an owner's device can undo that; nothing was changed.</source>
      <translation>רק מכשיר של הבעלים יכול לבטל את זה; דבר לא שונה.</translation>
    </message>
    <message>
      <source>Only texts can be kept both; nothing was changed.</source>
      <translation>רק בטקסטים אפשר לשמור את שתי הגרסאות; דבר לא שונה.</translation>
    </message>
    <message>
      <source>Parts of this file lie within each other deeper than any calendar writes them; nothing was imported. Export it again from the other calendar.</source>
      <translation>חלקים בקובץ הזה מקוננים זה בתוך זה עמוק יותר ממה שכותב יומן כלשהו; דבר לא יובא. יש לייצא אותו שוב מהיומן האחר.</translation>
    </message>
    <message>
      <source>Quick unlock has expired. Type the passphrase.</source>
      <translation>תוקף הפתיחה המהירה פג. יש להקליד את משפט הסיסמה.</translation>
    </message>
    <message>
      <source>Quick unlock is not possible where several people share one desktop.</source>
      <translation>פתיחה מהירה אינה אפשרית כשכמה אנשים חולקים מחשב אחד.</translation>
    </message>
    <message>
      <source>Quick unlock is off or has expired. Type the passphrase.</source>
      <translation>הפתיחה המהירה כבויה או שתוקפה פג. יש להקליד את משפט הסיסמה.</translation>
    </message>
    <message>
      <source>Somebody may stand between this computer and the server.</source>
      <translation>ייתכן שמישהו חוצץ בין המחשב הזה לשרת.</translation>
    </message>
    <message>
      <source>Somebody with an owner's login put a false list of keys on the clinic's server, so nothing can be sent until an owner removes that laptop, which changes the keys as well (Settings, Team and devices; in a terminal, `pazpaz revoke`, or `pazpaz rotate-key` for the keys alone). What comes from the clinic still arrives, and what you wrote is safe here.</source>
      <translation>מישהו עם פרטי הכניסה של הבעלים שם בשרת המרפאה רשימת מפתחות מזויפת, ולכן אי אפשר לשלוח דבר עד שהבעלים יסירו את אותו מחשב, וההסרה מחליפה גם את המפתחות (הגדרות, צוות ומכשירים; במסוף, `pazpaz revoke`, או `pazpaz rotate-key` למפתחות בלבד). מה שבא מהמרפאה ממשיך להגיע, ומה שכתבת שמור כאן.</translation>
    </message>
    <message>
      <source>Stopped. What was exchanged is kept; the rest goes on from there.</source>
      <translation>הפעולה נעצרה. מה שכבר הוחלף נשמר; השאר ימשיך מאותה נקודה.</translation>
    </message>
    <message>
      <source>Stopped; nothing was changed.</source>
      <translation>הפעולה נעצרה; דבר לא שונה.</translation>
    </message>
    <message>
      <source>Stopped; nothing was written.</source>
      <translation>הפעולה נעצרה; דבר לא נכתב.</translation>
    </message>
    <message>
      <source>Such a block lasts at most {0} days; nothing was changed. Set an earlier end.</source>
      <translation>זמן חסום כזה ארוך מדי (מספר הימים המרבי: {0}); דבר לא שונה. יש לקבוע סיום מוקדם יותר.</translation>
    </message>
    <message>
      <source>Syncing stopped because of a fault in the program. Nothing is lost.</source>
      <translation>הסנכרון נעצר בגלל תקלה בתוכנה. דבר לא אבד.</translation>
    </message>
    <message>
      <source>Syncing was stopped; nothing is lost.</source>
      <translation>הסנכרון נעצר; דבר לא אבד.</translation>
    </message>
    <message>
      <source>Syncing was stopped; what has arrived is kept.</source>
      <translation>הסנכרון נעצר; מה שכבר הגיע נשמר.</translation>
    </message>
    <message>
      <source>That address does not prove who it is, so nothing was asked of it. Nothing was changed. Use a stick, or ask whoever gave you the address.</source>
      <translation>הכתובת הזו אינה מוכיחה את זהותה, ולכן לא התבקש ממנה דבר. דבר לא שונה. אפשר להשתמש בהתקן USB, או לפנות למי שנתן את הכתובת.</translation>
    </message>
    <message>
      <source>That is no day of a week; nothing was changed. Choose another one.</source>
      <translation>זה אינו יום בשבוע; דבר לא שונה. יש לבחור יום אחר.</translation>
    </message>
    <message>
      <source>That is no kind of mark; nothing was changed. Choose one from the list.</source>
      <translation>אין סוג סימון כזה; דבר לא שונה. יש לבחור סוג מהרשימה.</translation>
    </message>
    <message>
      <source>That is no number; nothing was changed. Write digits, such as 6 or 7.5.</source>
      <translation>זה אינו מספר; דבר לא שונה. יש לכתוב ספרות, למשל 6 או 7.5.</translation>
    </message>
    <message>
      <source>That is no part of a day; nothing was changed. Choose another one.</source>
      <translation>אין חלק כזה ביממה; דבר לא שונה. יש לבחור חלק אחר.</translation>
    </message>
    <message>
      <source>That is no place on the chart; nothing was changed.</source>
      <translation>אין מקום כזה במפת הגוף; דבר לא שונה.</translation>
    </message>
    <message>
      <source>That laptop is still let in, so nothing was changed. Remove it first (Settings, Team and devices; in a terminal, `pazpaz revoke`), then set aside what it left.</source>
      <translation>המחשב הזה עדיין מאושר, ולכן דבר לא שונה. יש להסיר אותו קודם (הגדרות, צוות ומכשירים; במסוף, `pazpaz revoke`), ואחר כך לשים בצד את מה שהשאיר.</translation>
    </message>
    <message>
      <source>That laptop was not removed, so nothing was changed. Remove it first (Settings, Team and devices; in a terminal, `pazpaz revoke`), then set aside what it left.</source>
      <translation>המחשב הזה לא הוסר, ולכן דבר לא שונה. יש להסיר אותו קודם (הגדרות, צוות ומכשירים; במסוף, `pazpaz revoke`), ואחר כך לשים בצד את מה שהשאיר.</translation>
    </message>
    <message>
      <source>The address for updates cannot be reached just now. Nothing was changed, and everything else goes on. Try again later, or use a stick.</source>
      <translation>אי אפשר להגיע כרגע לכתובת העדכונים. דבר לא שונה, וכל השאר ממשיך כרגיל. אפשר לנסות שוב אחר כך, או להשתמש בהתקן USB.</translation>
    </message>
    <message>
      <source>The address for updates points to another place, and none but the one that was set is asked. Nothing was changed. Use a stick, or ask whoever gave you the address.</source>
      <translation>כתובת העדכונים מפנה למקום אחר, והתוכנה פונה רק לכתובת שהוגדרה. דבר לא שונה. אפשר להשתמש בהתקן USB, או לפנות למי שנתן את הכתובת.</translation>
    </message>
    <message>
      <source>The answer is for another practice or person than this one; nothing was changed.</source>
      <translation>התשובה מיועדת לקליניקה אחרת או לאדם אחר; דבר לא שונה.</translation>
    </message>
    <message>
      <source>The answer names another practice than this one; nothing was changed.</source>
      <translation>בתשובה נקובה קליניקה אחרת ולא הקליניקה הזו; דבר לא שונה.</translation>
    </message>
    <message>
      <source>The appointment ends before it starts; nothing was changed. Set an end after the start.</source>
      <translation>התור מסתיים לפני שהוא מתחיל; דבר לא שונה. יש לקבוע סיום שאחרי ההתחלה.</translation>
    </message>
    <message>
      <source>The appointment is another client's; no note was started.</source>
      <translation>התור שייך למטופל אחר; לא נפתח סיכום.</translation>
    </message>
    <message>
      <source>The backup did not pass its check and was not used. Nothing was changed.</source>
      <translation>הגיבוי לא עבר את הבדיקה ולא נעשה בו שימוש. דבר לא שונה.</translation>
    </message>
    <message>
      <source>The caption is longer than 5,000 characters; nothing was changed.</source>
      <translation>הכיתוב ארוך מ־5,000 תווים; דבר לא שונה.</translation>
    </message>
    <message>
      <source>The certificate that this server shows is for another name.</source>
      <translation>האישור הדיגיטלי שהשרת הזה מציג הוא על שם אחר.</translation>
    </message>
    <message>
      <source>The check was stopped; it changed nothing.</source>
      <translation>הבדיקה נעצרה; היא לא שינתה דבר.</translation>
    </message>
    <message>
      <source>The client of this note is not on this laptop yet; nothing is lost. Open the note again when syncing is done.</source>
      <translation>המטופל/ת של הסיכום הזה עדיין לא הגיע/ה למחשב הזה; דבר לא אבד. יש לפתוח שוב את הסיכום לאחר שהסנכרון יסתיים.</translation>
    </message>
    <message>
      <source>The clinic has no file of this update for this system; nothing was changed.</source>
      <translation>אין במרפאה קובץ של העדכון הזה למערכת הזו; דבר לא שונה.</translation>
    </message>
    <message>
      <source>The clinic has not given this device its keys yet. Nothing is lost here. Ask the owner to change the keys: removing a laptop that nobody uses any more does it (Settings, Team and devices; in a terminal, `pazpaz rotate-key`). If that does not help, ask the owner to approve this device again.</source>
      <translation>המרפאה עדיין לא מסרה למכשיר הזה את המפתחות שלו. דבר לא אבד כאן. יש לבקש מהבעלים להחליף את המפתחות: הסרה של מחשב שאיש אינו משתמש בו עוד עושה זאת (הגדרות, צוות ומכשירים; במסוף, `pazpaz rotate-key`). אם זה לא עוזר, יש לבקש מהבעלים לאשר שוב את המכשיר הזה.</translation>
    </message>
    <message>
      <source>The clinic's list holds a device that no owner let in; the keys were not changed. Remove each that is “let in by nobody” (Settings, Team and devices), which changes the keys as well; in a terminal, `pazpaz rotate-key --remove-strangers` does both.</source>
      <translation>ברשימת המרפאה יש מכשיר שהבעלים לא אישרו; המפתחות לא הוחלפו. יש להסיר כל מכשיר שכתוב בו “לא אושר על ידי איש” (הגדרות, צוות ומכשירים), וההסרה מחליפה גם את המפתחות; במסוף, הפקודה `pazpaz rotate-key --remove-strangers` עושה את שניהם.</translation>
    </message>
    <message>
      <source>The clinic's owner removed this computer and had the practice on it erased. Nothing of it is left here.</source>
      <translation>הבעלים של המרפאה הסירו את המחשב הזה והורו למחוק את הקליניקה שבו. דבר ממנה לא נותר כאן.</translation>
    </message>
    <message>
      <source>The clinic's server answered something else than was asked.</source>
      <translation>תשובת שרת המרפאה אינה מתאימה למה שהתבקש.</translation>
    </message>
    <message>
      <source>The clinic's server does not allow this.</source>
      <translation>שרת המרפאה אינו מתיר זאת.</translation>
    </message>
    <message>
      <source>The clinic's server does not answer, so this laptop is not in yet; nothing was changed. Open the same answer again when there is a connection.</source>
      <translation>שרת המרפאה אינו עונה, ולכן המחשב הזה עדיין לא צורף; דבר לא השתנה. יש לפתוח שוב את אותה התשובה כשיהיה חיבור.</translation>
    </message>
    <message>
      <source>The clinic's server does not answer. Work goes on here and is sent later.</source>
      <translation>שרת המרפאה אינו עונה. העבודה נמשכת כאן ותישלח אחר כך.</translation>
    </message>
    <message>
      <source>The clinic's server does not know this laptop; perhaps it was brought back to a day before this laptop joined. Your work is kept; to go on syncing, join the clinic again: click the clinic's state at the top of the window (in a terminal, `pazpaz join --again`).</source>
      <translation>שרת המרפאה אינו מכיר את המחשב הזה; ייתכן שהשרת הוחזר ליום שלפני הצטרפות המחשב. העבודה שלך נשמרה; כדי להמשיך בסנכרון יש להצטרף שוב למרפאה: לחיצה על מצב המרפאה בראש החלון (במסוף, `pazpaz join --again`).</translation>
    </message>
    <message>
      <source>The clinic's server does not show what was taken over from the old database, so nothing of it was sealed and nothing was sent; what you typed is kept here. Ask whoever runs the server to adopt again into a new database: the old one is as it was.</source>
      <translation>שרת המרפאה אינו מציג את מה שנקלט ממסד הנתונים הישן, ולכן דבר ממנו לא נחתם ודבר לא נשלח; מה שהקלדת נשמר כאן. יש לבקש ממי שמפעיל את השרת לבצע שוב את הקליטה, למסד נתונים חדש: המסד הישן נשאר כפי שהיה.</translation>
    </message>
    <message>
      <source>The clinic's server does not take this laptop's login: it does not know it, or somebody who had it as well changed its password. Work goes on here and nothing is lost. Join the clinic again: click the clinic's state at the top of the window (in a terminal, `pazpaz join --again`); or the owner puts the login back, in a terminal on their laptop (`pazpaz reset-login`).</source>
      <translation>שרת המרפאה אינו מקבל את פרטי הכניסה של המחשב הזה: הוא אינו מכיר אותם, או שמישהו אחר שהחזיק בהם שינה את הסיסמה. העבודה נמשכת כאן ודבר לא אבד. יש להצטרף שוב למרפאה: לחיצה על מצב המרפאה בראש החלון (במסוף, `pazpaz join --again`); או שהבעלים יחזירו את פרטי הכניסה, במסוף במחשב שלהם (`pazpaz reset-login`).</translation>
    </message>
    <message>
      <source>The clinic's server does not tell its audit trail yet. Ask whoever looks after it to run `pazpaz server upgrade`.</source>
      <translation>שרת המרפאה עדיין אינו מוסר את יומן הביקורת שלו. יש לבקש ממי שמטפל בשרת להריץ `pazpaz server upgrade`.</translation>
    </message>
    <message>
      <source>The clinic's server has as much of this practice as it is allowed, so new files stay on this computer. Text goes on; ask whoever runs the server for more room.</source>
      <translation>שרת המרפאה כבר מכיל את מרב הנפח שהוקצה לקליניקה הזו, ולכן קבצים חדשים נשארים במחשב הזה. טקסט ממשיך להישלח; יש לבקש ממי שמפעיל את השרת להקצות עוד מקום.</translation>
    </message>
    <message>
      <source>The clinic's server has no address that this computer understands. Work goes on here; ask whoever runs the server for a new invitation.</source>
      <translation>אין לשרת המרפאה כתובת שהמחשב הזה מבין. העבודה נמשכת כאן; יש לבקש הזמנה חדשה ממי שמפעיל את השרת.</translation>
    </message>
    <message>
      <source>The clinic's server is busy, so this laptop is not in yet; nothing was changed. Open the same answer again in a minute.</source>
      <translation>שרת המרפאה עמוס, ולכן המחשב הזה עדיין לא צורף; דבר לא השתנה. יש לפתוח שוב את אותה התשובה בעוד דקה.</translation>
    </message>
    <message>
      <source>The clinic's server is busy; it is tried again soon.</source>
      <translation>שרת המרפאה עסוק; ניסיון נוסף ייעשה בקרוב.</translation>
    </message>
    <message>
      <source>The clinic's server is older than this program and takes no files yet. They stay on this computer; ask the clinic to upgrade it.</source>
      <translation>שרת המרפאה ישן מהתוכנה הזו ועדיין אינו מקבל קבצים. הם נשארים במחשב הזה; יש לבקש מהמרפאה לשדרג את השרת.</translation>
    </message>
    <message>
      <source>The clinic's server is older than this program, or holds no PazPaz. Your work is kept; ask whoever runs the server to upgrade it (`pazpaz server upgrade`).</source>
      <translation>שרת המרפאה ישן מהתוכנה הזו, או שאין בו PazPaz. העבודה שלך נשמרה; יש לבקש ממי שמפעיל את השרת לשדרג אותו (`pazpaz server upgrade`).</translation>
    </message>
    <message>
      <source>The clinic's server is older than this program. Your work is kept; ask the clinic to upgrade it.</source>
      <translation>שרת המרפאה ישן מהתוכנה הזו. העבודה שלך נשמרה; יש לבקש מהמרפאה לשדרג אותו.</translation>
    </message>
    <message>
      <source>The clinic's server is older than this program; it must be upgraded.</source>
      <translation>שרת המרפאה ישן מהתוכנה הזו; יש לשדרג אותו.</translation>
    </message>
    <message>
      <source>The clinic's server sent more at once than any record is. Work goes on here.</source>
      <translation>שרת המרפאה שלח בבת אחת יותר מגודלה של רשומה כלשהי. העבודה נמשכת כאן.</translation>
    </message>
    <message>
      <source>The clinic's server wants to remove {0} of {1} records here. Nothing was removed. Ask the clinic, then allow or refuse it.</source>
      <translation>שרת המרפאה מבקש להסיר {0} מתוך {1} רשומות כאן. דבר לא הוסר. יש לברר עם המרפאה, ואז להתיר את ההסרה או לסרב לה.</translation>
    </message>
    <message>
      <source>The clinic's server was restored from a backup.</source>
      <translation>שרת המרפאה שוחזר מגיבוי.</translation>
    </message>
    <message>
      <source>The code holds a character that no code has; check what was typed.</source>
      <translation>יש בקוד תו שאינו מופיע באף קוד; יש לבדוק את מה שהוקלד.</translation>
    </message>
    <message>
      <source>The code is not complete.</source>
      <translation>הקוד אינו שלם.</translation>
    </message>
    <message>
      <source>The connection to the clinic's server broke. Work goes on here.</source>
      <translation>החיבור לשרת המרפאה נותק. העבודה נמשכת כאן.</translation>
    </message>
    <message>
      <source>The connection to this server would not be protected: its certificate authority is missing. Nothing was sent. Ask whoever runs the server for a new invitation.</source>
      <translation>החיבור לשרת הזה לא היה מוגן: חסרה הרשות המאשרת שלו. דבר לא נשלח. יש לבקש הזמנה חדשה ממי שמפעיל את השרת.</translation>
    </message>
    <message>
      <source>The copy cannot be written there; nothing was saved. Choose another place.</source>
      <translation>אי אפשר לכתוב שם את העותק; דבר לא נשמר. יש לבחור מקום אחר.</translation>
    </message>
    <message>
      <source>The cost settings in the key file of this practice are none that this program writes: something else changed them. It was not opened, and nothing was changed.</source>
      <translation>הגדרות העלות בקובץ המפתחות של הקליניקה אינן כאלה שהתוכנה הזו כותבת: גורם אחר שינה אותן. הקובץ לא נפתח, ודבר לא שונה.</translation>
    </message>
    <message>
      <source>The date of birth must be in the past; nothing was changed.</source>
      <translation>תאריך הלידה חייב להיות בעבר; דבר לא שונה.</translation>
    </message>
    <message>
      <source>The days of this block would lie in other weeks than now; nothing was changed. Open it to change its repetition.</source>
      <translation>ימי החסימה היו עוברים לשבועות אחרים מאשר עכשיו; דבר לא השתנה. אפשר לפתוח אותה ולשנות את החזרה.</translation>
    </message>
    <message>
      <source>The device is shut out, but {0}: {1} Remove it once more to do that.</source>
      <translation>המכשיר נחסם, אבל {0}: {1} כדי להשלים זאת יש להסיר אותו פעם נוספת.</translation>
    </message>
    <message>
      <source>The device that let this one in was removed since, so no answer would help it any more. Nothing was changed; remove this device's entry (Settings, Team and devices), then let it ask anew.</source>
      <translation>המכשיר שצירף את המכשיר הזה הוסר מאז, ולכן שום תשובה לא תועיל לו עוד. דבר לא השתנה; יש להסיר את הרישום של המכשיר הזה (הגדרות, צוות ומכשירים), ואחר כך לשלוח ממנו בקשה חדשה.</translation>
    </message>
    <message>
      <source>The disk could not read the practice's file just now. Nothing was changed, and no damage was found. Try again; if it stays so, copy the practice's folder to another disk.</source>
      <translation>הדיסק לא הצליח לקרוא כרגע את קובץ הקליניקה. דבר לא שונה, ולא נמצא נזק. יש לנסות שוב; אם זה נמשך, יש להעתיק את תיקיית הקליניקה לדיסק אחר.</translation>
    </message>
    <message>
      <source>The disk is full or cannot be written. Everything saved before is safe; the last change was not saved. Free some space, then try again.</source>
      <translation>הדיסק מלא או שאי אפשר לכתוב בו. כל מה שנשמר קודם בטוח; השינוי האחרון לא נשמר. יש לפנות מקום, ואז לנסות שוב.</translation>
    </message>
    <message>
      <source>The disk is full or cannot be written. Nothing is half done, and everything else is as it was. Make room, then try again.</source>
      <translation>הדיסק מלא או שאי אפשר לכתוב בו. שום דבר לא נעשה למחצה, וכל השאר כפי שהיה. יש לפנות מקום, ואז לנסות שוב.</translation>
    </message>
    <message>
      <source>The disk is full. Nothing was changed; make room and try again.</source>
      <translation>הדיסק מלא. דבר לא שונה; יש לפנות מקום ולנסות שוב.</translation>
    </message>
    <message>
      <source>The disk is full; no copy was written. Make room, then try again.</source>
      <translation>הדיסק מלא; לא נכתב עותק. יש לפנות מקום, ואז לנסות שוב.</translation>
    </message>
    <message>
      <source>The disk is full; nothing was written. Make room, then try again.</source>
      <translation>הדיסק מלא; דבר לא נכתב. יש לפנות מקום, ואז לנסות שוב.</translation>
    </message>
    <message>
      <source>The encrypted connection to this server could not be made.</source>
      <translation>לא ניתן היה ליצור את החיבור המוצפן לשרת הזה.</translation>
    </message>
    <message>
      <source>The file cannot be read: {0}; nothing was added.</source>
      <translation>אי אפשר לקרוא את הקובץ: {0}; דבר לא נוסף.</translation>
    </message>
    <message>
      <source>The file changed while it was read; nothing was added. Try again when no program writes to it.</source>
      <translation>הקובץ השתנה בזמן הקריאה; דבר לא נוסף. יש לנסות שוב כשאף תוכנה אינה כותבת בו.</translation>
    </message>
    <message>
      <source>The file holds more than {0} events; nothing was imported. Export a shorter time from the other calendar.</source>
      <translation>בקובץ יש יותר מדי אירועים (המספר המרבי: {0}); דבר לא יובא. יש לייצא תקופה קצרה יותר מהיומן האחר.</translation>
    </message>
    <message>
      <source>The file is larger than {0} MB; nothing was imported. Export a shorter time from the other calendar.</source>
      <translation>הקובץ גדול מ־{0} MB; דבר לא יובא. יש לייצא תקופה קצרה יותר מהיומן האחר.</translation>
    </message>
    <message>
      <source>The file of this practice was moved or replaced while the program ran, so nothing more is saved.</source>
      <translation>קובץ הקליניקה הועבר או הוחלף בזמן שהתוכנה פעלה, ולכן דבר נוסף אינו נשמר.</translation>
    </message>
    <message>
      <source>The file of this practice, or its folder, cannot be written. Everything saved before is safe; the last change was not saved. Allow this user to write there, then try again.</source>
      <translation>אי אפשר לכתוב בקובץ הקליניקה או בתיקייה שלו. כל מה שנשמר קודם בטוח; השינוי האחרון לא נשמר. יש לאפשר לחשבון המשתמש הזה לכתוב שם, ואז לנסות שוב.</translation>
    </message>
    <message>
      <source>The file that says which device this is cannot be read.</source>
      <translation>אי אפשר לקרוא את הקובץ שבו רשום איזה מכשיר זה.</translation>
    </message>
    <message>
      <source>The file {0} is not beside this one, so nobody can tell whether it is genuine. Nothing was changed. Copy {1} and {2} into the same folder, then try again.</source>
      <translation>הקובץ {0} אינו נמצא לצד הקובץ הזה, ולכן אי אפשר לדעת אם הוא אותנטי. דבר לא שונה. יש להעתיק את {1} ואת {2} לאותה תיקייה, ואז לנסות שוב.</translation>
    </message>
    <message>
      <source>The first appointment is not on a day of its repetition; nothing was changed. Choose another day.</source>
      <translation>התור הראשון אינו חל ביום מימי החזרה; דבר לא שונה. יש לבחור יום אחר.</translation>
    </message>
    <message>
      <source>The first day is not a day of the repetition; nothing was changed. Choose another day.</source>
      <translation>היום הראשון אינו מימי החזרה; דבר לא שונה. יש לבחור יום אחר.</translation>
    </message>
    <message>
      <source>The key file here belongs to another practice, and opens nothing. {0}</source>
      <translation>קובץ המפתחות שכאן שייך לקליניקה אחרת, ואינו פותח דבר. {0}</translation>
    </message>
    <message>
      <source>The key file of this practice is damaged, and nothing opens without it. {0}</source>
      <translation>קובץ המפתחות של הקליניקה פגום, ובלעדיו דבר אינו נפתח. {0}</translation>
    </message>
    <message>
      <source>The key file of this practice is missing, and nothing opens without it. {0}</source>
      <translation>קובץ המפתחות של הקליניקה חסר, ובלעדיו דבר אינו נפתח. {0}</translation>
    </message>
    <message>
      <source>The key file was changed by something else, so nothing was opened. {0}</source>
      <translation>גורם אחר שינה את קובץ המפתחות, ולכן דבר לא נפתח. {0}</translation>
    </message>
    <message>
      <source>The keys for the recovery paper are damaged; nothing was changed.</source>
      <translation>המפתחות של דף השחזור פגומים; דבר לא שונה.</translation>
    </message>
    <message>
      <source>The keys for the recovery paper were not signed by an owner's device; nothing was changed.</source>
      <translation>המפתחות של דף השחזור לא נחתמו במכשיר של הבעלים; דבר לא שונה.</translation>
    </message>
    <message>
      <source>The last day lies before the first; nothing was changed. Set a later one.</source>
      <translation>היום האחרון קודם ליום הראשון; דבר לא שונה. יש לקבוע יום מאוחר יותר.</translation>
    </message>
    <message>
      <source>The line needs a "table" that the practice has</source>
      <translation>בשורה נדרש "table" שקיים בקליניקה</translation>
    </message>
    <message>
      <source>The list of devices is not the one that the practice's owner signed.</source>
      <translation>רשימת המכשירים אינה הרשימה שהבעלים של הקליניקה חתמו עליה.</translation>
    </message>
    <message>
      <source>The list of the practice's keys is damaged, so it was not used.</source>
      <translation>רשימת המפתחות של הקליניקה פגומה, ולכן לא נעשה בה שימוש.</translation>
    </message>
    <message>
      <source>The list of the practice's keys was made by a removed device.</source>
      <translation>רשימת המפתחות של הקליניקה נוצרה במכשיר שהוסר.</translation>
    </message>
    <message>
      <source>The list of the practice's keys was not made by its owner, so it was not used.</source>
      <translation>רשימת המפתחות של הקליניקה לא נוצרה בידי הבעלים, ולכן לא נעשה בה שימוש.</translation>
    </message>
    <message>
      <source>The name of a template has at most {0} characters; nothing was changed.</source>
      <translation>שם התבנית ארוך מדי (מספר התווים המרבי: {0}); דבר לא שונה.</translation>
    </message>
    <message>
      <source>The names in this file are not those that the practice stated.</source>
      <translation>השמות בקובץ הזה אינם אלה שהקליניקה הצהירה עליהם.</translation>
    </message>
    <message>
      <source>The note does not have the signature that belongs to this text, so the text was not sent again. Send the note itself again, or sign it; the text stays here until you put it away.</source>
      <translation>הסיכום אינו נושא את החתימה ששייכת לטקסט הזה, ולכן הטקסט לא נשלח שוב. יש לשלוח שוב את הסיכום עצמו, או לחתום עליו; הטקסט נשאר כאן עד שיועבר הצידה.</translation>
    </message>
    <message>
      <source>The note has other amendments by now than when this was written, so it was not sent again. Amend the note as it is now; the text stays here until you put it away.</source>
      <translation>מאז שהטקסט הזה נכתב נוספו לסיכום תיקונים אחרים, ולכן הוא לא נשלח שוב. יש לתקן את הסיכום כפי שהוא עכשיו; הטקסט נשאר כאן עד שיועבר הצידה.</translation>
    </message>
    <message>
      <source>The note is another one by now than was signed, so it was not signed again. Read it and sign it as it is; what was signed then stays here until you put it away.</source>
      <translation>הסיכום כבר אינו זה שנחתם, ולכן לא נחתם שוב. יש לקרוא אותו ולחתום עליו כפי שהוא; מה שנחתם אז נשאר כאן עד שיועבר הצידה.</translation>
    </message>
    <message>
      <source>The note is being changed from another device; your text is kept here. Try again.</source>
      <translation>הסיכום משתנה כרגע במכשיר אחר; הטקסט שלך נשמר כאן. יש לנסות שוב.</translation>
    </message>
    <message>
      <source>The note is empty. Write in at least one of its four fields, then sign it.</source>
      <translation>הסיכום ריק. יש לכתוב לפחות באחד מארבעת השדות, ואז לחתום עליו.</translation>
    </message>
    <message>
      <source>The note on this laptop is not yet what you see here, so it was not signed. Your text is kept; try again in a moment.</source>
      <translation>הסיכום במחשב הזה עדיין אינו מה שמוצג כאן, ולכן לא נחתם. הטקסט שלך נשמר; יש לנסות שוב בעוד רגע.</translation>
    </message>
    <message>
      <source>The note was changed from another device meanwhile.</source>
      <translation>בינתיים הסיכום שונה במכשיר אחר.</translation>
    </message>
    <message>
      <source>The note was signed meanwhile, and this with it, so nothing was changed. Put the question away.</source>
      <translation>בינתיים הסיכום נחתם, והפריט הזה איתו, ולכן דבר לא שונה. אפשר להעביר את השאלה הצידה.</translation>
    </message>
    <message>
      <source>The note was signed meanwhile, and this with it, so the change was not made again. It stays here until you put it away; where it matters, amend the note in words.</source>
      <translation>בינתיים הסיכום נחתם, והפריט הזה איתו, ולכן השינוי לא בוצע שוב. הוא נשאר כאן עד שיוסר; אם הוא חשוב, אפשר לתקן את הסיכום במילים.</translation>
    </message>
    <message>
      <source>The note was signed meanwhile, so this was not put into it. Amend the note with what is missing; what was typed stays here until you put it away.</source>
      <translation>הסיכום נחתם בינתיים, ולכן זה לא הוכנס אליו. יש לתקן את הסיכום במה שחסר; מה שהוקלד נשאר כאן עד להעברתו הצידה.</translation>
    </message>
    <message>
      <source>The notes of this release are too long for the clinic's server; nothing was changed. Install it from a stick.</source>
      <translation>הערות הגרסה ארוכות מדי לשרת המרפאה; דבר לא שונה. יש להתקין אותה מהתקן USB.</translation>
    </message>
    <message>
      <source>The owner removed this laptop again before it was in, so this answer no longer lets it in. Nothing is lost. Make a new request by “Join a practice” (in a terminal, `pazpaz join`).</source>
      <translation>המחשב הזה הוסר שוב על ידי בעלי המרפאה עוד לפני שצורף, ולכן התשובה הזאת כבר אינה מצרפת אותו. דבר לא אבד. יש לשלוח בקשה חדשה דרך „הצטרפות למרפאה” (במסוף, ‎`pazpaz join`‎).</translation>
    </message>
    <message>
      <source>The owner removed this laptop from the clinic's server. What is here stays here; if the owner lets it in again, what was never sent arrives. To ask, click the clinic's state at the top of the window (in a terminal, `pazpaz join --again`).</source>
      <translation>הבעלים הסירו את המחשב הזה משרת המרפאה. מה שנמצא כאן נשאר כאן; אם הבעלים יאשרו אותו שוב, מה שטרם נשלח יגיע. כדי לבקש זאת יש ללחוץ על מצב המרפאה בראש החלון (במסוף, `pazpaz join --again`).</translation>
    </message>
    <message>
      <source>The passphrase is not right. Nothing was changed; try again.</source>
      <translation>משפט הסיסמה אינו נכון. דבר לא שונה; יש לנסות שוב.</translation>
    </message>
    <message>
      <source>The plan of this note has room for {0} more characters; nothing was changed. Shorten what you add, or write a new note.</source>
      <translation>בתוכנית של סיכום זה נשאר מקום ל־{0} תווים נוספים; דבר לא השתנה. אפשר לקצר את התוספת או לכתוב סיכום חדש.</translation>
    </message>
    <message>
      <source>The practice has as many people as the clinic's server allows; nothing was changed. Ask whoever runs the server.</source>
      <translation>בקליניקה רשומים אנשים כמספר ששרת המרפאה מאפשר; דבר לא שונה. יש לפנות למי שמפעיל את השרת.</translation>
    </message>
    <message>
      <source>The practice has let in as many devices today as the clinic's server allows in a day; nothing was changed. Try again tomorrow, or ask whoever runs the server. If that was not you, look through the devices and remove what you do not know.</source>
      <translation>היום כבר צורפו לקליניקה מכשירים כמספר ששרת המרפאה מאפשר ביום; דבר לא שונה. אפשר לנסות שוב מחר, או לפנות למי שמפעיל את השרת. אם לא מדובר בך, יש לעבור על רשימת המכשירים ולהסיר את מה שלא מוכר.</translation>
    </message>
    <message>
      <source>The practice holds nothing for a recovery paper to open; nothing was changed.</source>
      <translation>אין בקליניקה דבר שדף שחזור יפתח; דבר לא שונה.</translation>
    </message>
    <message>
      <source>The practice holds nothing that a recovery paper could open.</source>
      <translation>אין בקליניקה דבר שדף שחזור יכול לפתוח.</translation>
    </message>
    <message>
      <source>The practice's file is not where it was. Look for it before anything else, also in the bin and on other disks: what was not sent yet is in it alone. If it is gone, restore the latest backup.</source>
      <translation>קובץ הקליניקה אינו במקומו. לפני כל דבר אחר יש לחפש אותו, גם בסל המחזור ובדיסקים אחרים: מה שעדיין לא נשלח נמצא רק בו. אם הוא אבד, יש לשחזר את הגיבוי האחרון.</translation>
    </message>
    <message>
      <source>The practice's file on this computer is damaged: parts of it do not pass their check. It was not changed. Keep it: what was not sent yet may be in it alone. Copy its folder to another disk, then restore the latest backup beside it; what is in the clinic comes back by itself.</source>
      <translation>קובץ הקליניקה במחשב הזה פגום: חלקים ממנו אינם עוברים את הבדיקה. הקובץ לא שונה. יש לשמור אותו: ייתכן שמה שעדיין לא נשלח נמצא רק בו. יש להעתיק את התיקייה שלו לדיסק אחר, ואז לשחזר לצידו את הגיבוי האחרון; מה שנמצא במרפאה יחזור מעצמו.</translation>
    </message>
    <message>
      <source>The practice's keys are not on the server; nothing was changed. Approve again.</source>
      <translation>מפתחות הקליניקה אינם בשרת; דבר לא שונה. יש לאשר שוב.</translation>
    </message>
    <message>
      <source>The practice's keys or devices changed meanwhile; nothing was changed. Sync, then try again; if it stays so, an owner changes the keys: removing a laptop that nobody uses any more does it (Settings, Team and devices; in a terminal, `pazpaz rotate-key`).</source>
      <translation>בינתיים השתנו המפתחות או המכשירים של הקליניקה; דבר לא שונה. יש לבצע סנכרון, ואז לנסות שוב; אם זה נמשך, על הבעלים להחליף את המפתחות: הסרה של מחשב שאיש אינו משתמש בו עוד עושה זאת (הגדרות, צוות ומכשירים; במסוף, `pazpaz rotate-key`).</translation>
    </message>
    <message>
      <source>The practice's keys were changed; this laptop fetches the new ones first.</source>
      <translation>מפתחות הקליניקה הוחלפו; המחשב הזה מביא קודם את החדשים.</translation>
    </message>
    <message>
      <source>The practice's settings are not what its owner signed; nothing was changed.</source>
      <translation>הגדרות הקליניקה אינן מה שהבעלים חתמו עליו; דבר לא שונה.</translation>
    </message>
    <message>
      <source>The practice's settings carry no owner's seal; nothing was changed.</source>
      <translation>הגדרות הקליניקה אינן נושאות חותם של הבעלים; דבר לא שונה.</translation>
    </message>
    <message>
      <source>The question was changed from another device meanwhile.</source>
      <translation>בינתיים השאלה שונתה במכשיר אחר.</translation>
    </message>
    <message>
      <source>The record is no longer here, so nothing was changed. Both texts stay with the question.</source>
      <translation>הרשומה כבר לא נמצאת כאן, ולכן דבר לא שונה. שני הנוסחים נשארים עם השאלה.</translation>
    </message>
    <message>
      <source>The record was changed since this was put away, so nothing was written over it. What was typed stays here: copy it, and put into the record what still holds.</source>
      <translation>הרשומה השתנתה מאז שזה נסגר, ולכן דבר לא נכתב עליה. מה שהוקלד נשאר כאן: אפשר להעתיק אותו, ולהוסיף לרשומה את מה שעדיין נכון.</translation>
    </message>
    <message>
      <source>The record with its files is too large to be encrypted; nothing was written. Save it without the files.</source>
      <translation>התיק עם הקבצים שלו גדול מכדי להצפין אותו; דבר לא נכתב. יש לשמור אותו בלי הקבצים.</translation>
    </message>
    <message>
      <source>The recovery code has a typing mistake; compare it with the paper once more.</source>
      <translation>יש טעות הקלדה בקוד השחזור; יש להשוות אותו שוב לדף.</translation>
    </message>
    <message>
      <source>The recovery paper does not open the newest key; nothing was changed. Sync an owner's laptop first, then try again.</source>
      <translation>דף השחזור אינו פותח את המפתח החדש ביותר; דבר לא שונה. יש לסנכרן קודם מחשב של הבעלים, ואז לנסות שוב.</translation>
    </message>
    <message>
      <source>The repetition ends before it begins; nothing was changed. Choose a later end.</source>
      <translation>החזרה מסתיימת לפני שהיא מתחילה; דבר לא שונה. יש לבחור תאריך סיום מאוחר יותר.</translation>
    </message>
    <message>
      <source>The request's certificate does not fit the request; nothing was changed.</source>
      <translation>האישור הדיגיטלי של הבקשה אינו מתאים לבקשה; דבר לא שונה.</translation>
    </message>
    <message>
      <source>The server did not understand what was sent.</source>
      <translation>השרת לא הבין את מה שנשלח.</translation>
    </message>
    <message>
      <source>The server does not know the first password of that laptop, so nothing was changed. Let it join again: there, click the clinic's state at the top of the window (in a terminal, `pazpaz join --again`). Then remove its old entry (Settings, Team and devices).</source>
      <translation>השרת אינו מכיר את הסיסמה הראשונה של המחשב הזה, ולכן דבר לא שונה. יש לצרף אותו מחדש: באותו מחשב, לחיצה על מצב המרפאה בראש החלון (במסוף, `pazpaz join --again`). אחר כך יש להסיר את הרישום הישן שלו (הגדרות, צוות ומכשירים).</translation>
    </message>
    <message>
      <source>The server holds no valid certificate for this device; nothing was changed.</source>
      <translation>אין בשרת אישור דיגיטלי תקף למכשיר הזה; דבר לא שונה.</translation>
    </message>
    <message>
      <source>The server holds other keys than this practice made; nothing was changed.</source>
      <translation>בשרת נמצאים מפתחות אחרים מאלה שהקליניקה הזאת יצרה; דבר לא שונה.</translation>
    </message>
    <message>
      <source>The server lacks earlier changes of this laptop.</source>
      <translation>חסרים בשרת שינויים קודמים של המחשב הזה.</translation>
    </message>
    <message>
      <source>The server no longer shows the list of the practice's keys that it showed before.</source>
      <translation>השרת כבר לא מציג את רשימת המפתחות של הקליניקה שהציג קודם.</translation>
    </message>
    <message>
      <source>The server shows an older list of the practice's keys than it did before.</source>
      <translation>השרת מציג רשימת מפתחות של הקליניקה ישנה מזו שהציג קודם.</translation>
    </message>
    <message>
      <source>The status is changed by itself; nothing was changed.</source>
      <translation>את הסטטוס משנים בנפרד; דבר לא שונה.</translation>
    </message>
    <message>
      <source>The store is busy; nothing was changed. Try again.</source>
      <translation>המאגר עסוק; דבר לא שונה. יש לנסות שוב.</translation>
    </message>
    <message>
      <source>The system's keyring did not answer. Unlock with the passphrase.</source>
      <translation>מחזיק המפתחות של המערכת לא הגיב. יש לפתוח באמצעות משפט הסיסמה.</translation>
    </message>
    <message>
      <source>The system's keyring did not keep the secret, so quick unlock stays off.</source>
      <translation>מחזיק המפתחות של המערכת לא שמר את הסוד, ולכן הפתיחה המהירה נשארת כבויה.</translation>
    </message>
    <message>
      <source>The system's keyring is not there. Type the passphrase.</source>
      <translation>מחזיק המפתחות של המערכת אינו זמין. יש להקליד את משפט הסיסמה.</translation>
    </message>
    <message>
      <source>The system's keyring no longer has the secret. Type the passphrase.</source>
      <translation>הסוד כבר לא נמצא במחזיק המפתחות של המערכת. יש להקליד את משפט הסיסמה.</translation>
    </message>
    <message>
      <source>The text asks for something in braces that the program does not know; nothing was sent. Change it in Settings, Reminders.</source>
      <translation>בטקסט יש סוגריים מסולסלים עם ערך שהתוכנה אינה מכירה; דבר לא נשלח. יש לשנות אותו בהגדרות, תחת תזכורות.</translation>
    </message>
    <message>
      <source>The text is too long for a link; nothing was opened. Copy it instead, or shorten it in Settings, Reminders.</source>
      <translation>הטקסט ארוך מדי לקישור; דבר לא נפתח. אפשר להעתיק אותו במקום זאת, או לקצר אותו בהגדרות, תחת תזכורות.</translation>
    </message>
    <message>
      <source>The title of a block has at most {0} characters; nothing was changed. Shorten it.</source>
      <translation>בכותרת של זמן חסום יכולים להיות עד {0} תווים; דבר לא שונה. יש לקצר אותה.</translation>
    </message>
    <message>
      <source>The update cannot be written there; nothing was changed.</source>
      <translation>אי אפשר לכתוב לשם את העדכון; דבר לא שונה.</translation>
    </message>
    <message>
      <source>The update cannot be written to this computer; nothing was changed. Make room first.</source>
      <translation>אי אפשר לכתוב את העדכון למחשב הזה; דבר לא שונה. יש לפנות קודם מקום.</translation>
    </message>
    <message>
      <source>The {0} of a measure has at most {1} characters; nothing was changed. Shorten it.</source>
      <translation>אורך השדה {0} של מדד הוא עד {1} תווים; דבר לא שונה. יש לקצר אותו.</translation>
    </message>
    <message>
      <source>There are several practices here: {0}. Say which with --vault.</source>
      <translation>יש כאן כמה קליניקות: {0}. יש לציין באיזו מדובר באמצעות --vault.</translation>
    </message>
    <message>
      <source>There is a {0} of this name already; nothing was changed.</source>
      <translation>השם הזה כבר קיים ({0}); דבר לא שונה.</translation>
    </message>
    <message>
      <source>There is no .jsonl file in this folder. Nothing was imported.</source>
      <translation>אין בתיקייה הזאת קובץ .jsonl. דבר לא יובא.</translation>
    </message>
    <message>
      <source>There is no file of this release in that folder; nothing was changed.</source>
      <translation>אין בתיקייה הזאת קובץ של המהדורה הזאת; דבר לא שונה.</translation>
    </message>
    <message>
      <source>There is no folder {0}; nothing was written.</source>
      <translation>התיקייה {0} לא קיימת; דבר לא נכתב.</translation>
    </message>
    <message>
      <source>There is no keyring here that is known to be safe; quick unlock stays off.</source>
      <translation>אין כאן מחזיק מפתחות שידוע כבטוח; הפתיחה המהירה נשארת כבויה.</translation>
    </message>
    <message>
      <source>There is no practice in {0}.</source>
      <translation>אין קליניקה ב־{0}.</translation>
    </message>
    <message>
      <source>There is no practice in {0}. The window begins one or joins one (in a terminal, `pazpaz new-practice` and `pazpaz join`).</source>
      <translation>אין קליניקה ב־{0}. בחלון אפשר ליצור קליניקה או להצטרף לאחת (במסוף, `pazpaz new-practice` ו־`pazpaz join`).</translation>
    </message>
    <message>
      <source>There is no such device, or several. Settings, Team and devices, lists them (in a terminal, `pazpaz devices`).</source>
      <translation>אין מכשיר כזה, או שיש כמה כאלה. הרשימה נמצאת בהגדרות, צוות ומכשירים (במסוף, `pazpaz devices`).</translation>
    </message>
    <message>
      <source>There is no such practice here. The window shows those that are here when it opens (in a terminal, `pazpaz doctor`).</source>
      <translation>אין כאן קליניקה כזאת. כשהחלון נפתח הוא מציג את אלה שיש כאן (במסוף, `pazpaz doctor`).</translation>
    </message>
    <message>
      <source>There is no update at that address (answer {0}); nothing was changed. Compare the address with what you were told.</source>
      <translation>אין עדכון בכתובת הזאת (תשובה: {0}); דבר לא שונה. יש להשוות את הכתובת למה שנמסר.</translation>
    </message>
    <message>
      <source>There is not enough free memory to make this PDF; nothing was written. Save it without the files, or close other programs and try again.</source>
      <translation>אין מספיק זיכרון פנוי ליצירת קובץ ה-PDF הזה; דבר לא נכתב. יש לשמור אותו בלי הקבצים, או לסגור תוכנות אחרות ולנסות שוב.</translation>
    </message>
    <message>
      <source>There is not enough free memory to print this; the printing was stopped. Print it without the files, or close other programs and try again.</source>
      <translation>אין מספיק זיכרון פנוי להדפסה; ההדפסה הופסקה. יש להדפיס בלי הקבצים, או לסגור תוכנות אחרות ולנסות שוב.</translation>
    </message>
    <message>
      <source>There is not enough free memory to unlock. Close other programs and try again.</source>
      <translation>אין מספיק זיכרון פנוי לפתיחה. יש לסגור תוכנות אחרות ולנסות שוב.</translation>
    </message>
    <message>
      <source>There is one with this {0} already.</source>
      <translation>כבר קיימת רשומה עם אותו ערך ({0}).</translation>
    </message>
    <message>
      <source>This answer is for another request; nothing was changed. Ask for the right one.</source>
      <translation>התשובה הזאת שייכת לבקשה אחרת; דבר לא שונה. יש לבקש את התשובה הנכונה.</translation>
    </message>
    <message>
      <source>This appointment does not take place any more, so nothing was marked. Tell the client.</source>
      <translation>התור הזה כבר לא יתקיים, ולכן דבר לא סומן. יש להודיע על כך למטופל.</translation>
    </message>
    <message>
      <source>This appointment has a session note, so it cannot be cancelled; nothing was changed. Mark it as a no-show, or delete the note first.</source>
      <translation>לתור הזה יש סיכום טיפול, ולכן אי אפשר לבטל אותו; דבר לא שונה. אפשר לסמן "לא הגיע", או למחוק קודם את הסיכום.</translation>
    </message>
    <message>
      <source>This appointment has a session note, so it cannot be deleted; nothing was changed.</source>
      <translation>לתור הזה יש סיכום טיפול, ולכן אי אפשר למחוק אותו; דבר לא שונה.</translation>
    </message>
    <message>
      <source>This attachment is not here any more; nothing was changed.</source>
      <translation>הקובץ המצורף הזה כבר לא נמצא כאן; דבר לא שונה.</translation>
    </message>
    <message>
      <source>This attachment is not what was added, so it was not used. Whoever has the file can add it again.</source>
      <translation>הקובץ המצורף הזה אינו הקובץ שנוסף, ולכן לא נעשה בו שימוש. מי שהקובץ נמצא אצלו יכול להוסיף אותו שוב.</translation>
    </message>
    <message>
      <source>This backup is damaged or cut short. Nothing was changed; try an older one.</source>
      <translation>הגיבוי הזה פגום או קטוע. דבר לא שונה; כדאי לנסות גיבוי ישן יותר.</translation>
    </message>
    <message>
      <source>This backup is of another practice; nothing was changed. Choose a backup of this one.</source>
      <translation>הגיבוי הזה שייך לקליניקה אחרת; דבר לא שונה. יש לבחור גיבוי של הקליניקה הזאת.</translation>
    </message>
    <message>
      <source>This block does not repeat on such days; nothing was changed. Open it to change its repetition.</source>
      <translation>החסימה אינה חוזרת בימים כאלה; דבר לא השתנה. אפשר לפתוח אותה ולשנות את החזרה.</translation>
    </message>
    <message>
      <source>This block does not repeat; nothing was changed. Delete it.</source>
      <translation>הזמן החסום הזה אינו חוזר; דבר לא שונה. אפשר למחוק אותו.</translation>
    </message>
    <message>
      <source>This breaks a rule of the table.</source>
      <translation>זה מפר כלל של הטבלה.</translation>
    </message>
    <message>
      <source>This build of PazPaz has no release key, so it can verify no update. Nothing was changed. Get the program from where you got it before, or ask whoever set it up.</source>
      <translation>בגרסה הזאת של PazPaz אין מפתח מהדורה, ולכן היא לא יכולה לאמת שום עדכון. דבר לא שונה. יש להשיג את התוכנה מהמקום שממנו הגיעה, או לפנות למי שהתקין אותה.</translation>
    </message>
    <message>
      <source>This change holds a value that no server can keep, so it was not made again. What was typed stays here; type it anew where it belongs, then dismiss this.</source>
      <translation>בשינוי הזה יש ערך ששום שרת לא יכול לשמור, ולכן הוא לא בוצע שוב. מה שהוקלד נשאר כאן; יש להקליד אותו מחדש במקום המתאים, ואז לסגור את ההודעה הזאת.</translation>
    </message>
    <message>
      <source>This client is archived; nothing was added. Bring the client back first.</source>
      <translation>המטופל הזה בארכיון; דבר לא נוסף. יש להחזיר אותו קודם מהארכיון.</translation>
    </message>
    <message>
      <source>This client's e-mail address cannot be read; nothing was opened. Correct it in the client's record.</source>
      <translation>אי אפשר לקרוא את כתובת הדוא"ל של המטופל; דבר לא נפתח. יש לתקן אותה בפרטי המטופל.</translation>
    </message>
    <message>
      <source>This client's measures of that name are on another scale. Nothing was added. Leave out what stands behind the number, or choose another name.</source>
      <translation>המדדים בשם הזה אצל המטופל הם בסולם אחר. דבר לא נוסף. אפשר להשמיט את מה שבא אחרי המספר, או לבחור שם אחר.</translation>
    </message>
    <message>
      <source>This client's phone number cannot be read; nothing was opened. Write one number, in digits, in the client's record.</source>
      <translation>אי אפשר לקרוא את מספר הטלפון של המטופל; דבר לא נפתח. יש לרשום מספר אחד, בספרות, בפרטי המטופל.</translation>
    </message>
    <message>
      <source>This code is from the other recovery paper: one paper is yours, one is the clinic's.</source>
      <translation>הקוד הזה הוא מדף השחזור השני: דף אחד שלך, והאחר של המרפאה.</translation>
    </message>
    <message>
      <source>This computer has not been given the practice's keys yet; nothing was added. Sync first.</source>
      <translation>המחשב הזה עוד לא קיבל את מפתחות הקליניקה; דבר לא נוסף. יש לסנכרן קודם.</translation>
    </message>
    <message>
      <source>This computer has seen a newer release, {0} of {1}; an older one is not taken after it. Nothing was changed. Get the newest one.</source>
      <translation>המחשב הזה כבר ראה מהדורה חדשה יותר, {0} מתאריך {1}; אחריה לא מתקבלת מהדורה ישנה יותר. דבר לא שונה. יש להשיג את החדשה ביותר.</translation>
    </message>
    <message>
      <source>This computer's clock says {0}, which cannot be right: {1}. It was not signed, and your text is kept. Set the clock, then sign.</source>
      <translation>שעון המחשב מראה {0}, וזה לא יכול להיות נכון: {1}. החתימה לא בוצעה, והטקסט שלך שמור. יש לכוון את השעון, ואז לחתום.</translation>
    </message>
    <message>
      <source>This device has asked to join and waits for the answer. Choose “Open the answer” in the window (in a terminal, `pazpaz join --answer FILE`).</source>
      <translation>המכשיר הזה ביקש להצטרף וממתין לתשובה. יש לבחור בחלון “פתיחת התשובה” (במסוף, `pazpaz join --answer FILE`).</translation>
    </message>
    <message>
      <source>This device has not asked to join, so there is nothing to answer; nothing was changed.</source>
      <translation>המכשיר הזה לא ביקש להצטרף, ולכן אין על מה להשיב; דבר לא שונה.</translation>
    </message>
    <message>
      <source>This device was let in before, but was removed again, or was let in with another request or for somebody else. Nothing was changed; let the device open its last answer, then ask anew.</source>
      <translation>המכשיר הזה כבר צורף, אבל הוסר מאז, או צורף לפי בקשה אחרת או עבור מישהו אחר. דבר לא השתנה; יש לפתוח במכשיר את התשובה האחרונה שקיבל, ואחר כך לשלוח ממנו בקשה חדשה.</translation>
    </message>
    <message>
      <source>This device's keys are damaged and were not used.</source>
      <translation>המפתחות של המכשיר הזה פגומים, ולא נעשה בהם שימוש.</translation>
    </message>
    <message>
      <source>This file cannot be read; nothing was changed.</source>
      <translation>אי אפשר לקרוא את הקובץ הזה; דבר לא שונה.</translation>
    </message>
    <message>
      <source>This file cannot be read; nothing was changed. Plug the stick in once more, or copy the file to this computer first.</source>
      <translation>אי אפשר לקרוא את הקובץ הזה; דבר לא שונה. יש לחבר שוב את כונן ה־USB, או להעתיק קודם את הקובץ למחשב הזה.</translation>
    </message>
    <message>
      <source>This file has {0} MB, and a file may have {1} MB; nothing was added. Attach a smaller version of it, or let an owner raise the limit in Settings, under Files.</source>
      <translation>בקובץ הזה יש {0} MB, ולקובץ מותר עד {1} MB; דבר לא נוסף. אפשר לצרף גרסה קטנה יותר שלו, או לבקש מהבעלים להגדיל את המגבלה בהגדרות, תחת "קבצים".</translation>
    </message>
    <message>
      <source>This file has {0} MB, and all files of the practice take {1} of {2} MB, the deleted ones too; nothing was added. Let an owner raise the limit in Settings, under Files.</source>
      <translation>בקובץ הזה יש {0} MB, וכל הקבצים של הקליניקה תופסים {1} מתוך {2} MB, כולל אלה שנמחקו; דבר לא נוסף. יש לבקש מהבעלים להגדיל את המגבלה בהגדרות, תחת "קבצים".</translation>
    </message>
    <message>
      <source>This file has {0} MB, and the files of this client take {1} of {2} MB, the deleted ones too; nothing was added. Attach a smaller version of it, or let an owner raise the limit in Settings, under Files.</source>
      <translation>בקובץ הזה יש {0} MB, והקבצים של המטופל תופסים {1} מתוך {2} MB, כולל אלה שנמחקו; דבר לא נוסף. אפשר לצרף גרסה קטנה יותר שלו, או לבקש מהבעלים להגדיל את המגבלה בהגדרות, תחת "קבצים".</translation>
    </message>
    <message>
      <source>This file has {0} MB, and the files of this note take {1} of {2} MB, the deleted ones too; nothing was added. Attach a smaller version of it, or let an owner raise the limit in Settings, under Files.</source>
      <translation>בקובץ הזה יש {0} MB, והקבצים של הסיכום הזה תופסים {1} מתוך {2} MB, כולל אלה שנמחקו; דבר לא נוסף. אפשר לצרף גרסה קטנה יותר שלו, או לבקש מהבעלים להגדיל את המגבלה בהגדרות, תחת "קבצים".</translation>
    </message>
    <message>
      <source>This file is cut short: it was not copied or fetched whole. Nothing was installed. Get it once more.</source>
      <translation>הקובץ הזה קטוע: הוא לא הועתק או לא הורד בשלמותו. דבר לא הותקן. יש להשיג אותו שוב.</translation>
    </message>
    <message>
      <source>This file is empty; nothing was added.</source>
      <translation>הקובץ הזה ריק; דבר לא נוסף.</translation>
    </message>
    <message>
      <source>This file is in the clinic and not on this computer; nothing was opened. Fetch it first.</source>
      <translation>הקובץ הזה נמצא במרפאה ולא במחשב הזה; דבר לא נפתח. יש להוריד אותו קודם.</translation>
    </message>
    <message>
      <source>This file is larger than {0} MB; nothing was added. Attach a smaller version of it.</source>
      <translation>הקובץ הזה גדול מ־{0} MB; דבר לא נוסף. אפשר לצרף גרסה קטנה יותר שלו.</translation>
    </message>
    <message>
      <source>This file is no answer to a request; nothing was changed.</source>
      <translation>הקובץ הזה אינו תשובה לבקשה; דבר לא שונה.</translation>
    </message>
    <message>
      <source>This file is no longer there; nothing was added. Plug its stick or disk in again, or add it from where it is now.</source>
      <translation>הקובץ כבר לא נמצא שם; דבר לא נוסף. יש לחבר שוב את ההתקן או הדיסק שלו, או להוסיף אותו מהמקום שבו הוא נמצא עכשיו.</translation>
    </message>
    <message>
      <source>This file is not a PazPaz store. It was not changed; choose another one.</source>
      <translation>הקובץ הזה אינו מאגר של PazPaz. הוא לא שונה; יש לבחור קובץ אחר.</translation>
    </message>
    <message>
      <source>This file is not a backup of PazPaz. Nothing was changed; choose another one.</source>
      <translation>הקובץ הזה אינו גיבוי של PazPaz. דבר לא שונה; יש לבחור קובץ אחר.</translation>
    </message>
    <message>
      <source>This file is not in the clinic yet, so it stays on this computer. Sync first.</source>
      <translation>הקובץ הזה עוד לא נמצא במרפאה, ולכן הוא נשאר במחשב הזה. יש לסנכרן קודם.</translation>
    </message>
    <message>
      <source>This file is not what the makers of PazPaz signed. Nothing was installed. Do not open it; get it once more from where you trust.</source>
      <translation>הקובץ הזה אינו מה שיוצרי PazPaz חתמו עליו. דבר לא הותקן. אין לפתוח אותו; יש להשיג אותו שוב ממקור מהימן.</translation>
    </message>
    <message>
      <source>This file is not whole on this computer, so it cannot be sent again.</source>
      <translation>הקובץ הזה אינו שלם במחשב הזה, ולכן אי אפשר לשלוח אותו שוב.</translation>
    </message>
    <message>
      <source>This file may not be read; nothing was added. Close the program that has it open, or copy it to your desktop and add the copy.</source>
      <translation>אין הרשאה לקרוא את הקובץ; דבר לא נוסף. יש לסגור את התוכנה שבה הוא פתוח, או להעתיק אותו לשולחן העבודה ולהוסיף את העותק.</translation>
    </message>
    <message>
      <source>This is a copy of another device's practice, or one restored from a backup; it cannot sync under the same name. Nothing is lost: let it join as a new device: click the clinic's state at the top of the window (in a terminal, `pazpaz join --again`).</source>
      <translation>זה עותק של קליניקה ממכשיר אחר, או קליניקה ששוחזרה מגיבוי; היא לא יכולה להסתנכרן באותו שם. דבר לא אבד: יש לצרף אותה כמכשיר חדש: לחיצה על מצב המרפאה בראש החלון (במסוף, `pazpaz join --again`).</translation>
    </message>
    <message>
      <source>This is a folder; nothing was added. Open it, and add the files that are in it.</source>
      <translation>זו תיקייה; דבר לא נוסף. יש לפתוח אותה ולהוסיף את הקבצים שבתוכה.</translation>
    </message>
    <message>
      <source>This is a restored copy of this computer's practice. Your work is kept; to go on syncing, join the clinic again as a new device: click the clinic's state at the top of the window (in a terminal, `pazpaz join --again`).</source>
      <translation>זה עותק משוחזר של הקליניקה במחשב הזה. העבודה שלך שמורה; כדי להמשיך לסנכרן יש להצטרף שוב למרפאה כמכשיר חדש: לחיצה על מצב המרפאה בראש החלון (במסוף, `pazpaz join --again`).</translation>
    </message>
    <message>
      <source>This is a well-known phrase that is tried first. Choose words of your own.</source>
      <translation>זה משפט מוכר, מאלה שמנסים ראשונים. יש לבחור מילים משלך.</translation>
    </message>
    <message>
      <source>This is easy to guess. Add a word or two that are far from the rest.</source>
      <translation>קל לנחש את זה. כדאי להוסיף מילה או שתיים, רחוקות מכל השאר.</translation>
    </message>
    <message>
      <source>This is no signed note of PazPaz, or its file is damaged; nothing can be said about it.</source>
      <translation>זה אינו סיכום חתום של PazPaz, או שהקובץ שלו פגום; אי אפשר לקבוע לגביו דבר.</translation>
    </message>
    <message>
      <source>This is not a calendar file (.ics); nothing was imported. Export one from the other calendar.</source>
      <translation>זה אינו קובץ יומן (.ics); דבר לא יובא. יש לייצא קובץ כזה מהיומן האחר.</translation>
    </message>
    <message>
      <source>This is not a line of JSON</source>
      <translation>זאת אינה שורת JSON</translation>
    </message>
    <message>
      <source>This is not a {0}; nothing was changed. Ask for the file once more.</source>
      <translation>זה אינו קובץ מהסוג הנדרש ({0}); דבר לא שונה. יש לבקש את הקובץ שוב.</translation>
    </message>
    <message>
      <source>This is not an address that can be asked for updates; nothing was changed. It begins with https:// and ends with /{0}.</source>
      <translation>זאת אינה כתובת שאפשר לבדוק בה עדכונים; דבר לא שונה. כתובת כזאת מתחילה ב־https:// ומסתיימת ב־/{0}.</translation>
    </message>
    <message>
      <source>This is the demo practice; it cannot be connected to another server.</source>
      <translation>זאת קליניקת ההדגמה; אי אפשר לחבר אותה לשרת אחר.</translation>
    </message>
    <message>
      <source>This is the device that you are working on; remove it from another one.</source>
      <translation>זה המכשיר שבו עובדים כרגע; יש להסיר אותו ממכשיר אחר.</translation>
    </message>
    <message>
      <source>This key does not open this store. Nothing was changed.</source>
      <translation>המפתח הזה אינו פותח את המאגר הזה. דבר לא שונה.</translation>
    </message>
    <message>
      <source>This laptop changed the keys so often that the server takes no more today; nothing was changed. Use another owner's laptop, or try again tomorrow.</source>
      <translation>המחשב הזה החליף את המפתחות פעמים רבות כל כך שהשרת לא מקבל החלפות נוספות היום; דבר לא שונה. אפשר להשתמש במחשב של בעלים אחר, או לנסות שוב מחר.</translation>
    </message>
    <message>
      <source>This laptop does not have the certificate of every laptop that signed this note; nothing was written. Sync with the clinic, then try again.</source>
      <translation>אין במחשב הזה אישור דיגיטלי של כל המחשבים שחתמו על הסיכום הזה; דבר לא נכתב. יש לסנכרן עם המרפאה, ואז לנסות שוב.</translation>
    </message>
    <message>
      <source>This laptop gave that one so many certificates that the server takes no more from it; nothing was changed. Use another owner's laptop, or let that laptop join again.</source>
      <translation>המחשב הזה נתן למחשב ההוא אישורים דיגיטליים רבים כל כך שהשרת לא מקבל ממנו עוד; דבר לא שונה. אפשר להשתמש במחשב של בעלים אחר, או לצרף את המחשב ההוא מחדש.</translation>
    </message>
    <message>
      <source>This laptop has no key of the practice with which others could check the note; nothing was written. Let it join its clinic first, then sync.</source>
      <translation>אין במחשב הזה מפתח של הקליניקה שבעזרתו אחרים יוכלו לבדוק את הסיכום; דבר לא נכתב. יש לצרף אותו קודם למרפאה, ואז לסנכרן.</translation>
    </message>
    <message>
      <source>This laptop has read as much today as the clinic's server allows in a day. What is here is here; the rest comes tomorrow. If that is not enough, ask whoever runs the server.</source>
      <translation>המחשב הזה קרא היום את כל מה ששרת המרפאה מאפשר ביום אחד. מה שכבר כאן נשאר כאן; השאר יגיע מחר. אם זה לא מספיק, יש לפנות למי שמפעיל את השרת.</translation>
    </message>
    <message>
      <source>This laptop has sent as much today as the clinic's server allows in a day. The rest is safe here and goes tomorrow; if that was not you, tell whoever runs the server.</source>
      <translation>המחשב הזה שלח היום את כל מה ששרת המרפאה מאפשר ביום אחד. השאר שמור כאן ויישלח מחר; אם השליחה לא הייתה שלך, יש לפנות למי שמפעיל את השרת.</translation>
    </message>
    <message>
      <source>This laptop put this part of a file in its place so often that the server takes no more from it; nothing was changed. Use another owner's laptop.</source>
      <translation>המחשב הזה החליף את החלק הזה של הקובץ פעמים רבות כל כך שהשרת לא מקבל ממנו עוד; דבר לא שונה. אפשר להשתמש במחשב של בעלים אחר.</translation>
    </message>
    <message>
      <source>This laptop was restored from a backup or copied.</source>
      <translation>המחשב הזה שוחזר מגיבוי או הועתק.</translation>
    </message>
    <message>
      <source>This location is not here any more; nothing was changed.</source>
      <translation>המיקום הזה כבר לא נמצא כאן; דבר לא שונה.</translation>
    </message>
    <message>
      <source>This measure belongs to a signed note and stays as it is; nothing was changed. Add a new one with a date of its own.</source>
      <translation>המדד הזה שייך לסיכום חתום ונשאר כפי שהוא; דבר לא שונה. אפשר להוסיף מדד חדש עם תאריך משלו.</translation>
    </message>
    <message>
      <source>This needs an answer; run it in a terminal.</source>
      <translation>הפעולה דורשת תשובה; יש להריץ אותה במסוף.</translation>
    </message>
    <message>
      <source>This note is a draft, and only a signed note can be checked by others; nothing was written. Sign it first.</source>
      <translation>הסיכום הזה הוא טיוטה, ואחרים יכולים לבדוק רק סיכום חתום; דבר לא נכתב. יש לחתום עליו קודם.</translation>
    </message>
    <message>
      <source>This note is already signed; amend it instead.</source>
      <translation>הסיכום הזה כבר חתום; אפשר לתקן אותו בתיקון.</translation>
    </message>
    <message>
      <source>This note is another client's; nothing was added.</source>
      <translation>הסיכום הזה שייך למטופל אחר; דבר לא נוסף.</translation>
    </message>
    <message>
      <source>This note is deleted; restore it before amending.</source>
      <translation>הסיכום הזה מחוק; יש לשחזר אותו לפני שמתקנים.</translation>
    </message>
    <message>
      <source>This note is deleted; restore it before signing.</source>
      <translation>הסיכום הזה מחוק; יש לשחזר אותו לפני החתימה.</translation>
    </message>
    <message>
      <source>This note is not deleted.</source>
      <translation>הסיכום הזה אינו מחוק.</translation>
    </message>
    <message>
      <source>This note is signed, and the marks on its body chart stay as they are; nothing was changed. Mark the chart of a new note, or amend this one in words.</source>
      <translation>הסיכום הזה חתום, והסימונים במפת הגוף שלו נשארים כפי שהם; דבר לא שונה. אפשר לסמן במפת הגוף של סיכום חדש, או לתקן את הסיכום הזה במילים.</translation>
    </message>
    <message>
      <source>This note is signed, so its day stays as it was signed. Where it is wrong, say so in an amendment.</source>
      <translation>הסיכום הזה חתום, ולכן התאריך שלו נשאר כפי שהיה אז. אם התאריך שגוי, יש לציין זאת בתיקון.</translation>
    </message>
    <message>
      <source>This note is signed, so that nothing was added to it. Add the measure with a date of its own on the client's page.</source>
      <translation>הסיכום הזה חתום, ולכן דבר לא נוסף אליו. אפשר להוסיף את המדד עם תאריך משלו בדף המטופל.</translation>
    </message>
    <message>
      <source>This note is still a draft: change it directly; nothing was amended.</source>
      <translation>הסיכום הזה עדיין טיוטה: אפשר לשנות אותו ישירות; דבר לא תוקן.</translation>
    </message>
    <message>
      <source>This note was signed meanwhile, so nothing was changed. Answer in the Inbox, and say there why it changes.</source>
      <translation>הסיכום נחתם בינתיים, ולכן דבר לא שונה. יש לענות בדואר הנכנס, ולציין שם מדוע הוא משתנה.</translation>
    </message>
    <message>
      <source>This note's signature does not hold: its text is not what was signed.</source>
      <translation>החתימה של הסיכום הזה אינה תקפה: הטקסט שלו אינו מה שנחתם.</translation>
    </message>
    <message>
      <source>This passphrase is hard to guess.</source>
      <translation>קשה לנחש את משפט הסיסמה הזה.</translation>
    </message>
    <message>
      <source>This person does not treat; nothing was booked. Choose who treats.</source>
      <translation>האדם הזה אינו מטפל; דבר לא נקבע. יש לבחור מי מטפל/ת.</translation>
    </message>
    <message>
      <source>This person is not in the practice any more; nothing was changed.</source>
      <translation>האדם הזה כבר לא בקליניקה; דבר לא שונה.</translation>
    </message>
    <message>
      <source>This picture tells camera and place, and that cannot be taken off it; nothing was added. Save it as a JPEG, and add that.</source>
      <translation>התמונה מגלה מצלמה ומקום, ואי אפשר להסיר זאת ממנה; דבר לא נוסף. שמרו אותה כ-JPEG, והוסיפו את הקובץ ההוא.</translation>
    </message>
    <message>
      <source>This practice has its key file; nothing was changed.</source>
      <translation>לקליניקה הזאת יש קובץ מפתח משלה; דבר לא שונה.</translation>
    </message>
    <message>
      <source>This practice is a new device of its clinic, which has not let it in yet. Nothing is lost: to join, click the clinic's state at the top of the window (in a terminal, `pazpaz join --again`).</source>
      <translation>הקליניקה הזאת היא מכשיר חדש של המרפאה, שעוד לא אישרה אותו. דבר לא אבד: כדי להצטרף יש ללחוץ על מצב המרפאה בראש החלון (במסוף, `pazpaz join --again`).</translation>
    </message>
    <message>
      <source>This practice is already connected to a server; nothing was changed.</source>
      <translation>הקליניקה הזאת כבר מחוברת לשרת; דבר לא שונה.</translation>
    </message>
    <message>
      <source>This practice is not connected to a clinic's server; everything is on this computer. Settings, Clinic and device, connects it (in a terminal, `pazpaz connect`).</source>
      <translation>הקליניקה הזאת אינה מחוברת לשרת המרפאה; הכול נמצא במחשב הזה. אפשר לחבר אותה בהגדרות, מרפאה ומכשיר (במסוף, `pazpaz connect`).</translation>
    </message>
    <message>
      <source>This practice is open in another window of the program. Close that one, or go on there.</source>
      <translation>הקליניקה הזאת פתוחה בחלון אחר של התוכנה. אפשר לסגור אותו, או להמשיך שם.</translation>
    </message>
    <message>
      <source>This practice was made by a newer version of the program. Update the program.</source>
      <translation>הקליניקה הזאת נוצרה בגרסה חדשה יותר של התוכנה. יש לעדכן את התוכנה.</translation>
    </message>
    <message>
      <source>This practice was never in a clinic, so there is none to join again; nothing was changed. Settings, Clinic and device, brings it to one (in a terminal, `pazpaz connect`).</source>
      <translation>הקליניקה הזאת מעולם לא הייתה במרפאה, ולכן אין לאן להצטרף שוב; דבר לא שונה. בהגדרות, מרפאה ומכשיר, אפשר לצרף אותה למרפאה (במסוף, `pazpaz connect`).</translation>
    </message>
    <message>
      <source>This practice was taken over from an old database, and its owner's laptop has not sealed all of its rows yet, so the paper lets nobody in. Sync that laptop to the end; when it is lost, the page about adopting says what to do. Nothing was changed.</source>
      <translation>הקליניקה הזאת הועברה ממסד נתונים ישן, ומחשב הבעלים עוד לא החתים את כל השורות שלה, ולכן הדף אינו מאפשר לאשר אף אחד. יש לסנכרן את המחשב הזה עד הסוף; אם הוא אבד, בדף על אימוץ מסד נתונים כתוב מה לעשות. דבר לא שונה.</translation>
    </message>
    <message>
      <source>This practice was taken over from an old database, and not all of its rows have a seal yet. Sync an owner's laptop to the end (the server must be up to date), then let the device in. Nothing was changed.</source>
      <translation>הקליניקה הזאת הועברה ממסד נתונים ישן, ולא לכל השורות שלה יש כבר חותם. יש לסנכרן מחשב של הבעלים עד הסוף (השרת חייב להיות מעודכן), ואז לאשר את המכשיר. דבר לא שונה.</translation>
    </message>
    <message>
      <source>This program is older than the clinic's server accepts. Your work is kept; install the update.</source>
      <translation>התוכנה הזאת ישנה ממה ששרת המרפאה מקבל. העבודה שלך שמורה; יש להתקין את העדכון.</translation>
    </message>
    <message>
      <source>This program is too old for the clinic's server; please update it.</source>
      <translation>התוכנה הזאת ישנה מדי לשרת המרפאה; יש לעדכן אותה.</translation>
    </message>
    <message>
      <source>This question is about something that a newer PazPaz added; nothing was changed. Update this program, or answer on the other device.</source>
      <translation>השאלה הזאת עוסקת במשהו שנוסף בגרסה חדשה יותר של PazPaz; דבר לא שונה. יש לעדכן את התוכנה, או להשיב במכשיר האחר.</translation>
    </message>
    <message>
      <source>This record can only be added to, not changed.</source>
      <translation>לרשומה הזאת אפשר רק להוסיף, לא לשנות אותה.</translation>
    </message>
    <message>
      <source>This record is not here any more; nothing was changed.</source>
      <translation>הרשומה הזאת כבר לא נמצאת כאן; דבר לא שונה.</translation>
    </message>
    <message>
      <source>This recovery code is not the one of this practice, or a newer one replaced it.</source>
      <translation>קוד השחזור הזה אינו של הקליניקה הזאת, או שקוד חדש יותר החליף אותו.</translation>
    </message>
    <message>
      <source>This release.json cannot be read by this program; nothing was changed. Get the update once more.</source>
      <translation>התוכנה לא מצליחה לקרוא את קובץ release.json הזה; דבר לא שונה. יש להשיג את העדכון שוב.</translation>
    </message>
    <message>
      <source>This request brings a new practice; it needs no recovery paper.</source>
      <translation>הבקשה הזאת מביאה קליניקה חדשה; אין צורך בדף שחזור.</translation>
    </message>
    <message>
      <source>This request brings a new practice; whoever runs the server approves it (`pazpaz server approve`). Nothing was changed.</source>
      <translation>הבקשה הזאת מביאה קליניקה חדשה; מי שמפעיל את השרת מאשר אותה (`pazpaz server approve`). דבר לא שונה.</translation>
    </message>
    <message>
      <source>This request joins a practice that exists; an owner lets the device in (Settings, Team and devices; in a terminal, `pazpaz approve`). Nothing was changed.</source>
      <translation>הבקשה הזאת היא הצטרפות לקליניקה קיימת; הבעלים מאשרים את המכשיר (הגדרות, צוות ומכשירים; במסוף, `pazpaz approve`). דבר לא שונה.</translation>
    </message>
    <message>
      <source>This scale goes from {0}; nothing was changed. Choose a number on it.</source>
      <translation>הטווח של הסולם הזה: {0}; דבר לא שונה. יש לבחור מספר בטווח הזה.</translation>
    </message>
    <message>
      <source>This server asks for a login in a form that is not safe.</source>
      <translation>השרת הזה מבקש התחברות בצורה לא בטוחה.</translation>
    </message>
    <message>
      <source>This server asks for the password in an outdated form (md5).</source>
      <translation>השרת הזה מבקש את הסיסמה בצורה מיושנת (md5).</translation>
    </message>
    <message>
      <source>This server asks for the password itself, which the clinic's server never does.</source>
      <translation>השרת הזה מבקש את הסיסמה עצמה, ושרת המרפאה לעולם לא עושה זאת.</translation>
    </message>
    <message>
      <source>This server does not encrypt the connection.</source>
      <translation>השרת הזה אינו מצפין את החיבור.</translation>
    </message>
    <message>
      <source>This server does not know this device's practice; nothing was changed. Check the answer's file.</source>
      <translation>השרת הזה אינו מכיר את הקליניקה של המכשיר הזה; דבר לא שונה. יש לבדוק את קובץ התשובה.</translation>
    </message>
    <message>
      <source>This server does not prove that it knows who is calling.</source>
      <translation>השרת הזה אינו מוכיח שהוא יודע מי פונה אליו.</translation>
    </message>
    <message>
      <source>This server encrypts only in an outdated way (TLS 1.3 is needed).</source>
      <translation>השרת הזה מצפין רק בצורה מיושנת (נדרש TLS 1.3).</translation>
    </message>
    <message>
      <source>This server's certificate ran out, or is not from the authority that is expected; or this computer's clock is wrong.</source>
      <translation>תוקף האישור הדיגיטלי של השרת הזה פג, או שהוא לא הונפק על ידי הגורם המצופה; או ששעון המחשב הזה שגוי.</translation>
    </message>
    <message>
      <source>This store already holds a practice; nothing was changed. Join with a new one.</source>
      <translation>במאגר הזה כבר יש קליניקה; דבר לא שונה. יש להצטרף עם מאגר חדש.</translation>
    </message>
    <message>
      <source>This store holds a practice already; nothing was changed.</source>
      <translation>במאגר הזה כבר יש קליניקה; דבר לא שונה.</translation>
    </message>
    <message>
      <source>This text holds half of a character that is written in two; nothing was changed. Take it out, then try again.</source>
      <translation>בטקסט הזה יש חצי של תו שנכתב בשני חלקים; דבר לא שונה. יש להסיר אותו, ואז לנסות שוב.</translation>
    </message>
    <message>
      <source>This time has passed; nothing was changed. Choose another.</source>
      <translation>הזמן הזה כבר עבר; דבר לא שונה. יש לבחור זמן אחר.</translation>
    </message>
    <message>
      <source>This time is already taken; nothing was changed. Choose another, or book anyway.</source>
      <translation>הזמן הזה כבר תפוס; דבר לא שונה. אפשר לבחור זמן אחר, או לקבוע בכל זאת.</translation>
    </message>
    <message>
      <source>This time was taken meanwhile; nothing was changed. Choose another.</source>
      <translation>הזמן הזה נתפס בינתיים; דבר לא שונה. יש לבחור זמן אחר.</translation>
    </message>
    <message>
      <source>This update is not on this computer yet; nothing was changed. Fetch it first.</source>
      <translation>העדכון הזה עוד לא נמצא במחשב הזה; דבר לא שונה. יש להוריד אותו קודם.</translation>
    </message>
    <message>
      <source>This update is not signed by the makers of PazPaz, or was changed since. Nothing was installed and nothing was changed. Do not open it; get it once more from where you trust.</source>
      <translation>העדכון הזה לא נחתם על ידי יוצרי PazPaz, או שהשתנה מאז. דבר לא הותקן ודבר לא שונה. אין לפתוח אותו; יש להשיג אותו שוב ממקור מהימן.</translation>
    </message>
    <message>
      <source>This update is version {0}, older than the {1} that runs here. Nothing was changed; keep what you have.</source>
      <translation>העדכון הזה הוא גרסה {0}, ישנה מגרסה {1} שפועלת כאן. דבר לא שונה; אפשר להישאר עם הגרסה הקיימת.</translation>
    </message>
    <message>
      <source>This was changed again since, so it was not undone.</source>
      <translation>בינתיים היה כאן שינוי נוסף, ולכן הפעולה לא בוטלה.</translation>
    </message>
    <message>
      <source>This was sent again before, so it did not go a second time. Nothing was changed; what was typed stays readable here.</source>
      <translation>זה כבר נשלח שוב בעבר, ולכן לא נשלח פעם נוספת. דבר לא השתנה; מה שהוקלד נשאר כאן לקריאה.</translation>
    </message>
    <message>
      <source>This was settled already; nothing was changed.</source>
      <translation>זה כבר הוכרע; דבר לא שונה.</translation>
    </message>
    <message>
      <source>This was settled meanwhile and is not in the Inbox any more; nothing has to be done.</source>
      <translation>זה הוכרע בינתיים וכבר לא נמצא בדואר הנכנס; אין צורך לעשות דבר.</translation>
    </message>
    <message>
      <source>This {0} is damaged; nothing was changed. Ask for the file once more.</source>
      <translation>הקובץ הזה ({0}) פגום; דבר לא שונה. יש לבקש את הקובץ שוב.</translation>
    </message>
    <message>
      <source>This {0} is not here any more; nothing was changed.</source>
      <translation>הפריט הזה ({0}) כבר לא נמצא כאן; דבר לא שונה.</translation>
    </message>
    <message>
      <source>This {0} was made by a newer PazPaz; update this program to read it.</source>
      <translation>הקובץ הזה ({0}) נוצר בגרסה חדשה יותר של PazPaz; יש לעדכן את התוכנה כדי לקרוא אותו.</translation>
    </message>
    <message>
      <source>Too much was sent to the server at once.</source>
      <translation>נשלח לשרת יותר מדי בבת אחת.</translation>
    </message>
    <message>
      <source>Use at least {0} characters; a few random words will do.</source>
      <translation>נדרשים לפחות {0} תווים; כמה מילים אקראיות יספיקו.</translation>
    </message>
    <message>
      <source>What lies at that address is larger than an update is; it was not fetched. Nothing was changed.</source>
      <translation>מה שנמצא בכתובת הזאת גדול מעדכון רגיל; הוא לא הורד. דבר לא שונה.</translation>
    </message>
    <message>
      <source>What you wrote lies encrypted beside it and was not changed: keep the folder. A backup of this practice holds the key file too, so bring it back from there; without one, all that reached the clinic is on your other laptops, and this one can join again. The recovery paper alone cannot replace the file.</source>
      <translation>מה שכתבת נמצא לידו, מוצפן, ולא שונה: יש לשמור את התיקייה. גם בגיבוי של הקליניקה הזאת נמצא קובץ המפתח, ואפשר להחזיר אותו משם; בלי גיבוי, כל מה שהגיע למרפאה נמצא במחשבים האחרים שלך, והמחשב הזה יכול להצטרף שוב. דף השחזור לבדו לא יכול להחליף את הקובץ.</translation>
    </message>
    <message>
      <source>WhatsApp needs a country code, and this number has none; nothing was opened. Write the number as +49 and so on, or set the practice's country code in Settings, Reminders.</source>
      <translation>WhatsApp דורש קידומת מדינה, ולמספר הזה אין קידומת; דבר לא נפתח. יש לרשום את המספר בצורת +49 וכן הלאה, או לקבוע את קידומת המדינה של הקליניקה בהגדרות, תחת תזכורות.</translation>
    </message>
    <message>
      <source>Write the day, the month and the year, such as 3.4.1985 or 1985-04-03.</source>
      <translation>יש לרשום יום, חודש ושנה, למשל 3.4.1985 או ⁦1985-04-03⁩.</translation>
    </message>
    <message>
      <source>Write the day, the month and the year, such as 3.4.2026.</source>
      <translation>יש לרשום יום, חודש ושנה, למשל 3.4.2026.</translation>
    </message>
    <message>
      <source>Write the text first; nothing was changed.</source>
      <translation>יש לכתוב קודם את הטקסט; דבר לא שונה.</translation>
    </message>
    <message>
      <source>Write what it is and the number, such as: pain 6. Nothing was added.</source>
      <translation>יש לרשום במה מדובר ואת המספר, למשל: כאב 6. דבר לא נוסף.</translation>
    </message>
    <message>
      <source>Your role in this practice may not change this.</source>
      <translation>התפקיד שלך בקליניקה הזאת אינו מאפשר לשנות את זה.</translation>
    </message>
    <message>
      <source>Your role in this practice may not change this; nothing was changed.</source>
      <translation>התפקיד שלך בקליניקה הזאת אינו מאפשר לשנות את זה; דבר לא שונה.</translation>
    </message>
    <message>
      <source>exceptions is not a list of days</source>
      <translation>exceptions אינו רשימה של ימים</translation>
    </message>
    <message>
      <source>field names nothing that a row of {0} has</source>
      <translation>הערך של field אינו שם של שדה בשורה של {0}</translation>
    </message>
    <message>
      <source>id is not a UUID</source>
      <translation>id אינו UUID</translation>
    </message>
    <message>
      <source>its file is not in the folder {0} beside the lines</source>
      <translation>הקובץ שלה אינו נמצא בתיקייה {0} שליד השורות</translation>
    </message>
    <message>
      <source>preferred_language is no language, such as he</source>
      <translation>preferred_language אינה שפה, כגון he</translation>
    </message>
    <message>
      <source>rrule, start_local and timezone do not tell when it takes place</source>
      <translation>אי אפשר לדעת מתוך rrule, start_local ו־timezone מתי זה מתקיים</translation>
    </message>
    <message>
      <source>table_no names no table of the practice</source>
      <translation>הערך של table_no אינו מציין טבלה של הקליניקה</translation>
    </message>
    <message>
      <source>tags is not a list of texts</source>
      <translation>tags אינו רשימה של טקסטים</translation>
    </message>
    <message>
      <source>{0} All that was saved before is in {1} in the same folder, and your text stays here. Put the file back where it was and try again; or close the program and give {2} its name.</source>
      <translation>{0} כל מה שנשמר קודם נמצא ב־{1} באותה תיקייה, והטקסט שלך נשאר כאן. יש להחזיר את הקובץ למקומו ולנסות שוב; או לסגור את התוכנה ולתת לקובץ {2} את שמו.</translation>
    </message>
    <message>
      <source>{0} Nothing was changed.</source>
      <translation>{0} דבר לא שונה.</translation>
    </message>
    <message>
      <source>{0} Nothing was made.</source>
      <translation>{0} דבר לא נוצר.</translation>
    </message>
    <message>
      <source>{0} Nothing was sent, and work goes on here. Tell whoever runs the clinic's server.</source>
      <translation>{0} דבר לא נשלח, והעבודה כאן נמשכת. יש לפנות למי שמפעיל את שרת המרפאה.</translation>
    </message>
    <message>
      <source>{0} Put it back where it was, then try again; your text stays here.</source>
      <translation>{0} יש להחזיר אותו למקומו, ואז לנסות שוב; הטקסט שלך נשאר כאן.</translation>
    </message>
    <message>
      <source>{0} cannot be read: {1}. Nothing was changed.</source>
      <translation>אי אפשר לקרוא את {0}: {1}. דבר לא שונה.</translation>
    </message>
    <message>
      <source>{0} cannot be read: {1}. Nothing was imported.</source>
      <translation>אי אפשר לקרוא את {0}: {1}. דבר לא יובא.</translation>
    </message>
    <message>
      <source>{0} cannot be read: {1}; nothing was changed.</source>
      <translation>אי אפשר לקרוא את {0}: {1}; דבר לא שונה.</translation>
    </message>
    <message>
      <source>{0} cannot be used: {1}. Nothing was changed.</source>
      <translation>אי אפשר להשתמש ב־{0}: {1}. דבר לא שונה.</translation>
    </message>
    <message>
      <source>{0} cannot be used: {1}. Nothing was changed; choose another place, then try again.</source>
      <translation>אי אפשר להשתמש ב־{0}: {1}. דבר לא שונה; יש לבחור מקום אחר, ואז לנסות שוב.</translation>
    </message>
    <message>
      <source>{0} cannot be written: {1}. The export is not whole; choose another folder.</source>
      <translation>אי אפשר לכתוב את {0}: {1}. הייצוא אינו שלם; יש לבחור תיקייה אחרת.</translation>
    </message>
    <message>
      <source>{0} does not hold a practice of this program.</source>
      <translation>אין ב־{0} קליניקה של התוכנה הזאת.</translation>
    </message>
    <message>
      <source>{0} does not hold a {1}</source>
      <translation>הערך של {0} אינו מסוג {1}</translation>
    </message>
    <message>
      <source>{0} does not say in its name for which system and processor it is; nothing was signed. Name it as packaging does, such as pazpaz-desktop_1.2.0_amd64.deb.</source>
      <translation>השם של {0} אינו מציין לאיזו מערכת ולאיזה מעבד הוא מיועד; דבר לא נחתם. יש לתת לו שם כמו בתהליך האריזה, למשל pazpaz-desktop_1.2.0_amd64.deb.</translation>
    </message>
    <message>
      <source>{0} has no column {1}</source>
      <translation>אין ב־{0} עמודה בשם {1}</translation>
    </message>
    <message>
      <source>{0} is a link, and PazPaz follows none: it could lead your data somewhere else. Nothing was changed. Put the file itself there, and try again.</source>
      <translation>{0} הוא קישור, ו־PazPaz אינה עוקבת אחרי קישורים: קישור עלול להוביל את הנתונים שלך למקום אחר. דבר לא שונה. יש לשים שם את הקובץ עצמו, ולנסות שוב.</translation>
    </message>
    <message>
      <source>{0} is genuine, but for another system ({1}, {2}). Nothing was changed. Choose the file for {3}, {4}.</source>
      <translation>{0} אותנטי, אבל מיועד למערכת אחרת ({1}, {2}). דבר לא שונה. יש לבחור את הקובץ עבור {3}, {4}.</translation>
    </message>
    <message>
      <source>{0} is missing</source>
      <translation>חסר: {0}</translation>
    </message>
    <message>
      <source>{0} is not a text file; nothing was changed.</source>
      <translation>{0} אינו קובץ טקסט; דבר לא שונה.</translation>
    </message>
    <message>
      <source>{0} is not a time zone; nothing was made. Use a name such as Europe/Berlin.</source>
      <translation>{0} אינו אזור זמן; דבר לא נוצר. יש לרשום שם כמו Europe/Berlin.</translation>
    </message>
    <message>
      <source>{0} is too large to be what was asked for; nothing was changed.</source>
      <translation>{0} גדול מכדי להיות מה שהתבקש; דבר לא שונה.</translation>
    </message>
    <message>
      <source>{0} may not be empty</source>
      <translation>{0} לא יכול להיות ריק</translation>
    </message>
    <message>
      <source>{0} names a record that is not here</source>
      <translation>{0} מפנה לרשומה שאינה כאן</translation>
    </message>
    <message>
      <source>{0} {1}; nothing was changed. Take it out, then try again.</source>
      <translation>{0} {1}; דבר לא שונה. יש להסיר את זה, ואז לנסות שוב.</translation>
    </message>
    <message>
      <source>{0}, line {1}: {2}. Nothing was imported.{3}</source>
      <translation>{0}, שורה {1}: {2}. דבר לא יובא.{3}</translation>
    </message>
    <message>
      <source>{0}: longer than {1} characters. What was typed is kept; shorten it first.</source>
      <translation>{0}: ארוך מ־{1} תווים. מה שהוקלד שמור; יש לקצר אותו קודם.</translation>
    </message>
    <message>
      <source>{0}: two devices wrote different things here, and nobody has decided yet what the note shall say. It was not signed, and both texts are kept; answer the question first.</source>
      <translation>{0}: שני מכשירים רשמו כאן דברים שונים, ועוד לא הוחלט מה יהיה כתוב בסיכום. החתימה לא בוצעה, ושני הנוסחים שמורים; יש להשיב קודם על השאלה.</translation>
    </message>
  </context>
  <context>
    <name>Field</name>
    <message>
      <source>Hide</source>
      <translation>הסתרה</translation>
    </message>
    <message>
      <source>Show</source>
      <translation>הצגה</translation>
    </message>
  </context>
  <context>
    <name>Fields</name>
    <message>
      <source>Abbreviation</source>
      <translation>קיצור</translation>
    </message>
    <message>
      <source>Address</source>
      <translation>כתובת</translation>
    </message>
    <message>
      <source>Alerts</source>
      <translation>התרעות</translation>
    </message>
    <message>
      <source>All day</source>
      <translation>כל היום</translation>
    </message>
    <message>
      <source>Appointment</source>
      <translation>תור</translation>
    </message>
    <message>
      <source>Assessment</source>
      <translation>הערכה</translation>
    </message>
    <message>
      <source>Attachment</source>
      <translation>קובץ מצורף</translation>
    </message>
    <message>
      <source>Audit trail</source>
      <translation>יומן הביקורת</translation>
    </message>
    <message>
      <source>Begins</source>
      <translation>התחלה</translation>
    </message>
    <message>
      <source>Blocked time</source>
      <translation>זמן חסום</translation>
    </message>
    <message>
      <source>Bytes</source>
      <translation>גודל בבתים</translation>
    </message>
    <message>
      <source>Caption</source>
      <translation>כיתוב</translation>
    </message>
    <message>
      <source>Client</source>
      <translation>מטופל</translation>
    </message>
    <message>
      <source>Colour</source>
      <translation>צבע</translation>
    </message>
    <message>
      <source>Consent</source>
      <translation>הסכמה</translation>
    </message>
    <message>
      <source>Consent given on</source>
      <translation>תאריך ההסכמה</translation>
    </message>
    <message>
      <source>Date of birth</source>
      <translation>תאריך לידה</translation>
    </message>
    <message>
      <source>Days on their own</source>
      <translation>ימים חריגים</translation>
    </message>
    <message>
      <source>Days without it</source>
      <translation>ימים ללא מופע</translation>
    </message>
    <message>
      <source>Description</source>
      <translation>תיאור</translation>
    </message>
    <message>
      <source>Details</source>
      <translation>פרטים</translation>
    </message>
    <message>
      <source>E-mail</source>
      <translation>דוא״ל</translation>
    </message>
    <message>
      <source>Emergency contact</source>
      <translation>איש קשר לחירום</translation>
    </message>
    <message>
      <source>Ends</source>
      <translation>סיום</translation>
    </message>
    <message>
      <source>First name</source>
      <translation>שם פרטי</translation>
    </message>
    <message>
      <source>First time</source>
      <translation>מועד ראשון</translation>
    </message>
    <message>
      <source>Goes by</source>
      <translation>שם מועדף</translation>
    </message>
    <message>
      <source>In the list of clients</source>
      <translation>ברשימת המטופלים</translation>
    </message>
    <message>
      <source>In use</source>
      <translation>בשימוש</translation>
    </message>
    <message>
      <source>Intensity</source>
      <translation>עוצמה</translation>
    </message>
    <message>
      <source>Kind of file</source>
      <translation>סוג הקובץ</translation>
    </message>
    <message>
      <source>Kind of mark</source>
      <translation>סוג הסימון</translation>
    </message>
    <message>
      <source>Kind of place</source>
      <translation>סוג המקום</translation>
    </message>
    <message>
      <source>Kind of scale</source>
      <translation>סוג הסולם</translation>
    </message>
    <message>
      <source>Language of messages</source>
      <translation>שפת ההודעות</translation>
    </message>
    <message>
      <source>Last name</source>
      <translation>שם משפחה</translation>
    </message>
    <message>
      <source>Location</source>
      <translation>מיקום</translation>
    </message>
    <message>
      <source>Mark on the body chart</source>
      <translation>סימון במפת הגוף</translation>
    </message>
    <message>
      <source>Measure</source>
      <translation>מדד</translation>
    </message>
    <message>
      <source>Medical history</source>
      <translation>רקע רפואי</translation>
    </message>
    <message>
      <source>Minutes</source>
      <translation>דקות</translation>
    </message>
    <message>
      <source>Name</source>
      <translation>שם</translation>
    </message>
    <message>
      <source>Name of the file</source>
      <translation>שם הקובץ</translation>
    </message>
    <message>
      <source>Not after</source>
      <translation>לא אחרי</translation>
    </message>
    <message>
      <source>Not before</source>
      <translation>לא לפני</translation>
    </message>
    <message>
      <source>Number</source>
      <translation>מספר</translation>
    </message>
    <message>
      <source>Objective</source>
      <translation>אובייקטיבי</translation>
    </message>
    <message>
      <source>On which days</source>
      <translation>באילו ימים</translation>
    </message>
    <message>
      <source>Part of the day</source>
      <translation>חלק היום</translation>
    </message>
    <message>
      <source>Phone</source>
      <translation>טלפון</translation>
    </message>
    <message>
      <source>Place</source>
      <translation>מקום</translation>
    </message>
    <message>
      <source>Place on the body</source>
      <translation>מקום בגוף</translation>
    </message>
    <message>
      <source>Place on the waitlist</source>
      <translation>בקשה ברשימת ההמתנה</translation>
    </message>
    <message>
      <source>Plan</source>
      <translation>תוכנית</translation>
    </message>
    <message>
      <source>Practice</source>
      <translation>קליניקה</translation>
    </message>
    <message>
      <source>Practitioner</source>
      <translation>מטפל/ת</translation>
    </message>
    <message>
      <source>Pronouns</source>
      <translation>לשון פנייה</translation>
    </message>
    <message>
      <source>Reason for cancelling</source>
      <translation>סיבת הביטול</translation>
    </message>
    <message>
      <source>Reason for deleting</source>
      <translation>סיבת המחיקה</translation>
    </message>
    <message>
      <source>Record</source>
      <translation>רשומה</translation>
    </message>
    <message>
      <source>Remark</source>
      <translation>הערה</translation>
    </message>
    <message>
      <source>Remarks</source>
      <translation>הערות</translation>
    </message>
    <message>
      <source>Repeats</source>
      <translation>חוזר</translation>
    </message>
    <message>
      <source>Repeats until</source>
      <translation>חוזר עד</translation>
    </message>
    <message>
      <source>Role</source>
      <translation>תפקיד</translation>
    </message>
    <message>
      <source>Scale begins at</source>
      <translation>תחילת הסולם</translation>
    </message>
    <message>
      <source>Scale ends at</source>
      <translation>סוף הסולם</translation>
    </message>
    <message>
      <source>Series of appointments</source>
      <translation>סדרת תורים</translation>
    </message>
    <message>
      <source>Service</source>
      <translation>סוג טיפול</translation>
    </message>
    <message>
      <source>Session note</source>
      <translation>סיכום</translation>
    </message>
    <message>
      <source>Session's day</source>
      <translation>יום הטיפול</translation>
    </message>
    <message>
      <source>Settings</source>
      <translation>הגדרות</translation>
    </message>
    <message>
      <source>Status</source>
      <translation>מצב</translation>
    </message>
    <message>
      <source>Subjective</source>
      <translation>סובייקטיבי</translation>
    </message>
    <message>
      <source>Tags</source>
      <translation>תגיות</translation>
    </message>
    <message>
      <source>Taken on</source>
      <translation>נמדד בתאריך</translation>
    </message>
    <message>
      <source>Team member</source>
      <translation>חבר/ת צוות</translation>
    </message>
    <message>
      <source>Template of notes</source>
      <translation>תבנית סיכום</translation>
    </message>
    <message>
      <source>Text</source>
      <translation>טקסט</translation>
    </message>
    <message>
      <source>Text snippet</source>
      <translation>קיצור טקסט</translation>
    </message>
    <message>
      <source>Their phone</source>
      <translation>טלפון של איש הקשר</translation>
    </message>
    <message>
      <source>Time zone</source>
      <translation>אזור זמן</translation>
    </message>
    <message>
      <source>Title</source>
      <translation>כותרת</translation>
    </message>
    <message>
      <source>Unit</source>
      <translation>יחידה</translation>
    </message>
    <message>
      <source>Urgency</source>
      <translation>דחיפות</translation>
    </message>
    <message>
      <source>Version of the consent form</source>
      <translation>גרסת טופס ההסכמה</translation>
    </message>
    <message>
      <source>Waits since</source>
      <translation>בהמתנה מאז</translation>
    </message>
    <message>
      <source>What was measured</source>
      <translation>מה נמדד</translation>
    </message>
    <message>
      <source>Whose time</source>
      <translation>הזמן של מי</translation>
    </message>
  </context>
  <context>
    <name>Files</name>
    <message>
      <source>1 more</source>
      <translation>ועוד אחד</translation>
    </message>
    <message>
      <source>A deleted file can be restored at any time.</source>
      <translation>אפשר לשחזר קובץ שנמחק בכל עת.</translation>
    </message>
    <message>
      <source>Add files</source>
      <translation>הוספת קבצים</translation>
    </message>
    <message>
      <source>Add files with camera, place and author data</source>
      <translation>הוספת קבצים עם נתוני מצלמה, מקום ומחבר</translation>
    </message>
    <message>
      <source>Add files…</source>
      <translation>הוספת קבצים…</translation>
    </message>
    <message>
      <source>Adding {name}</source>
      <translation>הוספת {name}</translation>
    </message>
    <message>
      <source>As it was opened: {key}</source>
      <translation>כפי שנפתח: {key}</translation>
    </message>
    <message>
      <source>Author, title and dates were taken off 1 PDF</source>
      <translation>המחבר, הכותרת והתאריכים הוסרו מקובץ PDF אחד</translation>
    </message>
    <message>
      <source>Author, title and dates were taken off {n} PDFs</source>
      <translation>המחבר, הכותרת והתאריכים הוסרו מ־{n} קובצי PDF</translation>
    </message>
    <message>
      <source>Camera and place data could not be taken off; added as it was.</source>
      <translation>לא ניתן היה להסיר את נתוני המצלמה והמקום; נוסף כפי שהיה.</translation>
    </message>
    <message>
      <source>Cancel</source>
      <translation>ביטול</translation>
    </message>
    <message>
      <source>Caption</source>
      <translation>כיתוב</translation>
    </message>
    <message>
      <source>Caption…</source>
      <translation>כיתוב…</translation>
    </message>
    <message>
      <source>Close</source>
      <translation>סגירה</translation>
    </message>
    <message>
      <source>Copy saved</source>
      <translation>העותק נשמר</translation>
    </message>
    <message>
      <source>Delete</source>
      <translation>מחיקה</translation>
    </message>
    <message>
      <source>Deleted files</source>
      <translation>קבצים שנמחקו</translation>
    </message>
    <message>
      <source>Deleted files ({count})</source>
      <translation>קבצים שנמחקו ({count})</translation>
    </message>
    <message>
      <source>Do not add</source>
      <translation>לא להוסיף</translation>
    </message>
    <message>
      <source>File</source>
      <translation>קובץ</translation>
    </message>
    <message>
      <source>File deleted; it can be restored under Deleted files</source>
      <translation>הקובץ נמחק; אפשר לשחזר אותו תחת "קבצים שנמחקו"</translation>
    </message>
    <message>
      <source>File renamed</source>
      <translation>שם הקובץ שונה</translation>
    </message>
    <message>
      <source>File restored</source>
      <translation>הקובץ שוחזר</translation>
    </message>
    <message>
      <source>Files</source>
      <translation>קבצים</translation>
    </message>
    <message>
      <source>Get from the clinic</source>
      <translation>הורדה מהמרפאה</translation>
    </message>
    <message>
      <source>Keep pictures and PDFs with what they tell about camera, place and author.</source>
      <translation>תמונות וקובצי PDF נשמרים עם כל מה שהם מספרים על המצלמה, המקום והמחבר.</translation>
    </message>
    <message>
      <source>Keep this picture unchanged?</source>
      <translation>לשמור את התמונה כמות שהיא?</translation>
    </message>
    <message>
      <source>Keep unchanged</source>
      <translation>שמירה כמות שהיא</translation>
    </message>
    <message>
      <source>Keep {n} pictures unchanged?</source>
      <translation>לשמור {n} תמונות כמות שהן?</translation>
    </message>
    <message>
      <source>Mark the file first</source>
      <translation>יש לסמן קודם את הקובץ</translation>
    </message>
    <message>
      <source>Name of the file</source>
      <translation>שם הקובץ</translation>
    </message>
    <message>
      <source>No files yet. Drop one here, paste a picture with Ctrl+V, or press Ctrl+Shift+A.</source>
      <translation>עדיין אין קבצים. אפשר לגרור לכאן קובץ, להדביק תמונה עם Ctrl+V או להקיש Ctrl+Shift+A.</translation>
    </message>
    <message>
      <source>Open</source>
      <translation>פתיחה</translation>
    </message>
    <message>
      <source>Opening…</source>
      <translation>פתיחה…</translation>
    </message>
    <message>
      <source>Page {number} of {count}</source>
      <translation>עמוד {number} מתוך {count}</translation>
    </message>
    <message>
      <source>PazPaz shows pictures, PDF and plain text itself.</source>
      <translation>PazPaz מציגה בעצמה תמונות, PDF וטקסט פשוט.</translation>
    </message>
    <message>
      <source>Picture {when}</source>
      <translation>תמונה {when}</translation>
    </message>
    <message>
      <source>Place and camera data were taken off 1 picture</source>
      <translation>נתוני המקום והמצלמה הוסרו מתמונה אחת</translation>
    </message>
    <message>
      <source>Place and camera data were taken off {n} pictures</source>
      <translation>נתוני המקום והמצלמה הוסרו מ־{n} תמונות</translation>
    </message>
    <message>
      <source>Rename</source>
      <translation>שינוי השם</translation>
    </message>
    <message>
      <source>Rename file</source>
      <translation>שינוי שם הקובץ</translation>
    </message>
    <message>
      <source>Rename…</source>
      <translation>שינוי שם…</translation>
    </message>
    <message>
      <source>Restore file</source>
      <translation>שחזור הקובץ</translation>
    </message>
    <message>
      <source>Save</source>
      <translation>שמירה</translation>
    </message>
    <message>
      <source>Save a copy that is not encrypted</source>
      <translation>שמירת עותק לא מוצפן</translation>
    </message>
    <message>
      <source>Save a copy?</source>
      <translation>לשמור עותק?</translation>
    </message>
    <message>
      <source>Save a copy…</source>
      <translation>שמירת עותק…</translation>
    </message>
    <message>
      <source>Showing this file took too long and was stopped. Nothing is lost: save a copy to open it in another program.</source>
      <translation>הצגת הקובץ ארכה יותר מדי זמן והופסקה. דבר לא אבד: אפשר לשמור עותק ולפתוח אותו בתוכנה אחרת.</translation>
    </message>
    <message>
      <source>Stop fetching</source>
      <translation>הפסקת ההורדה</translation>
    </message>
    <message>
      <source>The copy is not encrypted: whoever can read the folder where you put it can read it. Delete it when you no longer need it.</source>
      <translation>העותק אינו מוצפן: מי שיכול לקרוא את התיקייה שבה תשימו אותו יכול לקרוא אותו. מחקו אותו כשלא תזדקקו לו עוד.</translation>
    </message>
    <message>
      <source>The ending {ending} stays.</source>
      <translation>הסיומת {ending} נשארת.</translation>
    </message>
    <message>
      <source>The marked file: {where}</source>
      <translation>הקובץ המסומן: {where}</translation>
    </message>
    <message>
      <source>The part of PazPaz that shows such files is missing. Install PazPaz again; your practice is not touched.</source>
      <translation>החלק של PazPaz שמציג קבצים כאלה חסר. יש להתקין את PazPaz מחדש; הקליניקה שלך לא תיפגע.</translation>
    </message>
    <message>
      <source>There is no file and no picture to paste</source>
      <translation>אין קובץ ואין תמונה להדבקה</translation>
    </message>
    <message>
      <source>This file could not be shown: what opens it stopped working. It runs apart from everything else, and nothing is lost.</source>
      <translation>לא היה אפשר להציג את הקובץ: מה שפותח אותו הפסיק לעבוד. הוא פועל בנפרד מכל השאר, ודבר לא אבד.</translation>
    </message>
    <message>
      <source>This file is damaged or was cut short, so it cannot be shown. It is stored as it was added; ask whoever made it for another copy.</source>
      <translation>הקובץ הזה פגום או נקטע, ולכן אי אפשר להציג אותו. הוא שמור כפי שנוסף; כדאי לבקש עותק אחר ממי שיצר אותו.</translation>
    </message>
    <message>
      <source>This file is larger than can be shown here. It is stored whole: save a copy to open it in another program.</source>
      <translation>הקובץ הזה גדול מכדי להציג אותו כאן. הוא שמור בשלמותו: אפשר לשמור עותק ולפתוח אותו בתוכנה אחרת.</translation>
    </message>
    <message>
      <source>This file is not what its name says, so it is not shown. Save a copy only if you know who made it.</source>
      <translation>הקובץ הזה אינו מה ששמו אומר, ולכן אינו מוצג. כדאי לשמור עותק רק אם ידוע מי יצר אותו.</translation>
    </message>
    <message>
      <source>This file is protected by a password, so it cannot be shown here. Save a copy to open it in another program.</source>
      <translation>הקובץ הזה מוגן בסיסמה, ולכן אי אפשר להציג אותו כאן. אפשר לשמור עותק ולפתוח אותו בתוכנה אחרת.</translation>
    </message>
    <message>
      <source>This page cannot be shown.</source>
      <translation>אי אפשר להציג את העמוד הזה.</translation>
    </message>
    <message>
      <source>This picture is kept as it is; PazPaz cannot show {kind} pictures. A copy opens in another program.</source>
      <translation>התמונה נשמרת כמות שהיא; PazPaz אינה יכולה להציג תמונות {kind}. עותק ייפתח בתוכנה אחרת.</translation>
    </message>
    <message>
      <source>What it shows; it stands beside the file's name.</source>
      <translation>מה רואים בקובץ; הכיתוב מופיע ליד שמו.</translation>
    </message>
    <message>
      <source>What it tells about its author could not be taken off, as with a signed or encrypted PDF; added as it was.</source>
      <translation>לא ניתן היה להסיר את מה שהוא מספר על המחבר, כמו ב-PDF חתום או מוצפן; נוסף כפי שהיה.</translation>
    </message>
    <message>
      <source>Zoom in</source>
      <translation>הגדלת התצוגה</translation>
    </message>
    <message>
      <source>Zoom out</source>
      <translation>הקטנת התצוגה</translation>
    </message>
    <message>
      <source>damaged on this laptop</source>
      <translation>פגום במחשב הזה</translation>
    </message>
    <message>
      <source>deleted {when}</source>
      <translation>נמחק {when}</translation>
    </message>
    <message>
      <source>fetching {done} of {total}</source>
      <translation>בהורדה: {done} מתוך {total}</translation>
    </message>
    <message>
      <source>in the clinic only</source>
      <translation>במרפאה בלבד</translation>
    </message>
    <message>
      <source>not shown here</source>
      <translation>לא מוצג כאן</translation>
    </message>
    <message>
      <source>not what was added</source>
      <translation>שונה ממה שנוסף</translation>
    </message>
    <message>
      <source>on its way from another laptop</source>
      <translation>בדרך ממחשב אחר</translation>
    </message>
    <message>
      <source>on this laptop</source>
      <translation>במחשב הזה</translation>
    </message>
    <message>
      <source>on this laptop and in the clinic</source>
      <translation>במחשב הזה ובמרפאה</translation>
    </message>
    <message>
      <source>sending {done} of {total}</source>
      <translation>בשליחה: {done} מתוך {total}</translation>
    </message>
    <message>
      <source>waiting for a connection</source>
      <translation>ממתין לחיבור</translation>
    </message>
    <message>
      <source>waiting: syncing is paused</source>
      <translation>ממתין: הסנכרון מושהה</translation>
    </message>
    <message>
      <source>waiting: this connection costs by volume</source>
      <translation>ממתין: החיבור הזה מחויב לפי נפח</translation>
    </message>
    <message>
      <source>waits to be sent</source>
      <translation>ממתין לשליחה</translation>
    </message>
    <message>
      <source>{names}: a HEIC or AVIF picture tells with which camera, when and where it was taken. PazPaz can neither take that off nor show the picture; kept unchanged, it goes with every copy. A JPEG of the same picture can be shown, and all that is taken off it. Nothing is added before you choose.</source>
      <translation>{names}: תמונת HEIC או AVIF מגלה באיזו מצלמה, מתי והיכן צולמה. PazPaz אינה יכולה להסיר זאת וגם לא להציג את התמונה; אם תישמר כמות שהיא, המידע יעבור עם כל עותק. תמונת JPEG של אותו צילום אפשר להציג, וכל זה מוסר ממנה. דבר לא יתווסף לפני שתבחרו.</translation>
    </message>
    <message>
      <source>{n} more</source>
      <translation>ועוד {n}</translation>
    </message>
    <message>
      <source>{percent} %</source>
      <translation>{percent} %</translation>
    </message>
    <message>
      <source>{size} MB</source>
      <translation>{size} MB</translation>
    </message>
    <message>
      <source>{size} bytes</source>
      <translation>{size} בתים</translation>
    </message>
    <message>
      <source>{size} kB</source>
      <translation>{size} kB</translation>
    </message>
  </context>
  <context>
    <name>FirstRun</name>
    <message>
      <source>A backup is one encrypted file; its passphrase opens it.</source>
      <translation>גיבוי הוא קובץ מוצפן אחד; משפט הסיסמה שלו פותח אותו.</translation>
    </message>
    <message>
      <source>A service needs a name and its minutes, such as 45; or leave it out.</source>
      <translation>לסוג טיפול דרושים שם ומשך בדקות, למשל 45; אפשר גם לוותר עליו.</translation>
    </message>
    <message>
      <source>A whole practice with nothing to fill in, on this laptop alone.</source>
      <translation>קליניקה שלמה בלי למלא דבר, במחשב הזה בלבד.</translation>
    </message>
    <message>
      <source>Address of your practice, if you have rooms</source>
      <translation>כתובת הקליניקה, אם יש חדרים</translation>
    </message>
    <message>
      <source>Ask to be let in</source>
      <translation>בקשת אישור</translation>
    </message>
    <message>
      <source>At the client's home</source>
      <translation>ביקור בית</translation>
    </message>
    <message>
      <source>Back</source>
      <translation>חזרה</translation>
    </message>
    <message>
      <source>Bring back a backup</source>
      <translation>שחזור מגיבוי</translation>
    </message>
    <message>
      <source>Check</source>
      <translation>בדיקה</translation>
    </message>
    <message>
      <source>Choose a backup</source>
      <translation>בחירת גיבוי</translation>
    </message>
    <message>
      <source>Choose a backup file and type the passphrase it was made with.</source>
      <translation>יש לבחור קובץ גיבוי ולהקליד את משפט הסיסמה שאיתו נוצר.</translation>
    </message>
    <message>
      <source>Choose file</source>
      <translation>בחירת קובץ</translation>
    </message>
    <message>
      <source>Continue</source>
      <translation>המשך</translation>
    </message>
    <message>
      <source>Create</source>
      <translation>יצירה</translation>
    </message>
    <message>
      <source>First visit</source>
      <translation>טיפול ראשון</translation>
    </message>
    <message>
      <source>From the encrypted file that PazPaz made.</source>
      <translation>מהקובץ המוצפן ש-PazPaz יצרה.</translation>
    </message>
    <message>
      <source>Give the request to the owner of the practice, and compare these six words on the phone. Then open the answer they send back. You may close the window meanwhile.</source>
      <translation>יש למסור את הבקשה לבעלים של הקליניקה, ולהשוות בטלפון את שש המילים האלה. אחר כך יש לפתוח את התשובה שתישלח. בינתיים אפשר לסגור את החלון.</translation>
    </message>
    <message>
      <source>I also see people online</source>
      <translation>גם טיפולים מקוונים</translation>
    </message>
    <message>
      <source>I have it on paper</source>
      <translation>הקוד רשום אצלי על נייר</translation>
    </message>
    <message>
      <source>I visit people at home</source>
      <translation>גם ביקורי בית</translation>
    </message>
    <message>
      <source>It opens your practice on this device. Nobody else knows it, and nobody can reset it. The next page gives you a code for the day it is forgotten.</source>
      <translation>המשפט פותח את הקליניקה במכשיר הזה. איש מלבדך לא יודע אותו, ואיש לא יכול לאפס אותו. בעמוד הבא יוצג קוד למקרה שיישכח.</translation>
    </message>
    <message>
      <source>Join a practice</source>
      <translation>הצטרפות לקליניקה</translation>
    </message>
    <message>
      <source>Keep what fits and change the words; Settings changes all of it later.</source>
      <translation>אפשר להשאיר את מה שמתאים ולשנות את המילים; הכול ניתן לשינוי בהגדרות גם אחר כך.</translation>
    </message>
    <message>
      <source>Laptop</source>
      <translation>מחשב</translation>
    </message>
    <message>
      <source>Look around with invented people</source>
      <translation>היכרות עם מטופלים בדויים</translation>
    </message>
    <message>
      <source>Minutes of {name}</source>
      <translation>משך {name} בדקות</translation>
    </message>
    <message>
      <source>Name of the practice</source>
      <translation>שם הקליניקה</translation>
    </message>
    <message>
      <source>Name of the service</source>
      <translation>שם סוג הטיפול</translation>
    </message>
    <message>
      <source>Name of this device</source>
      <translation>שם המכשיר הזה</translation>
    </message>
    <message>
      <source>No file chosen</source>
      <translation>לא נבחר קובץ</translation>
    </message>
    <message>
      <source>Of the day it was made; or the code of the recovery paper.</source>
      <translation>מהיום שבו נוצר הגיבוי; או הקוד שבדף השחזור.</translation>
    </message>
    <message>
      <source>Offer {name}</source>
      <translation>להציע {name}</translation>
    </message>
    <message>
      <source>On this laptop; a clinic can be connected on any later day.</source>
      <translation>במחשב הזה; אפשר לחבר מרפאה בכל יום אחר.</translation>
    </message>
    <message>
      <source>One moment</source>
      <translation>רק רגע</translation>
    </message>
    <message>
      <source>Online</source>
      <translation>מקוון</translation>
    </message>
    <message>
      <source>Open the answer</source>
      <translation>פתיחת התשובה</translation>
    </message>
    <message>
      <source>Passphrase</source>
      <translation>משפט סיסמה</translation>
    </message>
    <message>
      <source>Passphrase of the backup</source>
      <translation>משפט הסיסמה של הגיבוי</translation>
    </message>
    <message>
      <source>Please give the practice and yourself a name.</source>
      <translation>יש לתת שם לקליניקה וגם לרשום את שמך.</translation>
    </message>
    <message>
      <source>Please give this device a name, such as Laptop.</source>
      <translation>יש לתת למכשיר הזה שם, למשל ״מחשב״.</translation>
    </message>
    <message>
      <source>Practice rooms</source>
      <translation>חדרי הקליניקה</translation>
    </message>
    <message>
      <source>Put this code on paper and keep it where you keep your keys, not beside this laptop. It opens your practice when the passphrase is forgotten. It is shown only now.</source>
      <translation>יש לרשום את הקוד על נייר ולשמור אותו עם המפתחות, לא ליד המחשב הזה. הוא פותח את הקליניקה אם משפט הסיסמה נשכח. הקוד מוצג רק עכשיו.</translation>
    </message>
    <message>
      <source>Read your paper back</source>
      <translation>בדיקת דף השחזור</translation>
    </message>
    <message>
      <source>Recovery code</source>
      <translation>קוד שחזור</translation>
    </message>
    <message>
      <source>Restore</source>
      <translation>שחזור</translation>
    </message>
    <message>
      <source>Save the request</source>
      <translation>שמירת הבקשה</translation>
    </message>
    <message>
      <source>Short visit</source>
      <translation>טיפול קצר</translation>
    </message>
    <message>
      <source>Show the code again</source>
      <translation>הצגת הקוד שוב</translation>
    </message>
    <message>
      <source>Six random words, easy to keep</source>
      <translation>שש מילים אקראיות, קלות לזכירה</translation>
    </message>
    <message>
      <source>Somebody at the clinic lets this device in. It shows them a request without secrets.</source>
      <translation>המכשיר הזה מקבל אישור ממישהו במרפאה. מוצגת לשם כך בקשה ללא סודות.</translation>
    </message>
    <message>
      <source>Start a new practice</source>
      <translation>הקמת קליניקה חדשה</translation>
    </message>
    <message>
      <source>Step {number} of {of}</source>
      <translation>שלב {number} מתוך {of}</translation>
    </message>
    <message>
      <source>Stop for now</source>
      <translation>עצירה בינתיים</translation>
    </message>
    <message>
      <source>Stopping…</source>
      <translation>בעצירה…</translation>
    </message>
    <message>
      <source>Suggest another</source>
      <translation>הצעה אחרת</translation>
    </message>
    <message>
      <source>That is not a time zone. Choose one from the list, such as Europe/Berlin.</source>
      <translation>זה אינו אזור זמן. יש לבחור מהרשימה, למשל Europe/Berlin.</translation>
    </message>
    <message>
      <source>The clinic lets this device in, and everything comes over.</source>
      <translation>המרפאה מאשרת את המכשיר הזה, והכול מגיע אליו.</translation>
    </message>
    <message>
      <source>The clinic sees it in its list of devices.</source>
      <translation>כך הוא יופיע ברשימת המכשירים של המרפאה.</translation>
    </message>
    <message>
      <source>The invented practice is being written</source>
      <translation>הקליניקה הבדויה נכתבת</translation>
    </message>
    <message>
      <source>The request is saved; it holds no secret.</source>
      <translation>הבקשה נשמרה; אין בה שום סוד.</translation>
    </message>
    <message>
      <source>The same once more</source>
      <translation>אותו משפט פעם נוספת</translation>
    </message>
    <message>
      <source>The two are not the same. Type the second one again.</source>
      <translation>השניים אינם זהים. יש להקליד שוב את השני.</translation>
    </message>
    <message>
      <source>The week begins on</source>
      <translation>תחילת השבוע</translation>
    </message>
    <message>
      <source>This is needed once. You can stop and go on later; what has come stays here.</source>
      <translation>זה נדרש פעם אחת. אפשר לעצור ולהמשיך אחר כך; מה שהגיע נשאר כאן.</translation>
    </message>
    <message>
      <source>Time zone</source>
      <translation>אזור זמן</translation>
    </message>
    <message>
      <source>Treatment</source>
      <translation>טיפול</translation>
    </message>
    <message>
      <source>Two services have one name; change one of them or leave it out.</source>
      <translation>לשני סוגי טיפול יש אותו שם; יש לשנות אחד מהם או לוותר עליו.</translation>
    </message>
    <message>
      <source>Type the code from your paper, group by group. Capitals do not matter.</source>
      <translation>יש להקליד את הקוד מהדף, קבוצה אחר קבוצה. אין הבדל בין אותיות גדולות לקטנות.</translation>
    </message>
    <message>
      <source>Welcome</source>
      <translation>ברוכים הבאים</translation>
    </message>
    <message>
      <source>What you offer, and where</source>
      <translation>סוגי הטיפול והמקומות</translation>
    </message>
    <message>
      <source>Write hours such as 9–17, or with a break 9–12, 13–17.</source>
      <translation>יש לכתוב שעות כמו ⁦9–17⁩, או עם הפסקה: ⁦9–12, 13–17⁩.</translation>
    </message>
    <message>
      <source>You can change all of this later in Settings.</source>
      <translation>את כל זה אפשר לשנות אחר כך בהגדרות.</translation>
    </message>
    <message>
      <source>You work</source>
      <translation>שעות העבודה שלך</translation>
    </message>
    <message>
      <source>Your name</source>
      <translation>השם שלך</translation>
    </message>
    <message>
      <source>Your passphrase</source>
      <translation>משפט הסיסמה שלך</translation>
    </message>
    <message>
      <source>Your practice</source>
      <translation>הקליניקה שלך</translation>
    </message>
    <message>
      <source>Your practice is coming over</source>
      <translation>הקליניקה שלך בדרך לכאן</translation>
    </message>
    <message>
      <source>Your practice on this laptop, encrypted, with or without a connection.</source>
      <translation>הקליניקה שלך במחשב הזה, מוצפנת, עם חיבור או בלעדיו.</translation>
    </message>
    <message>
      <source>Your recovery paper</source>
      <translation>דף השחזור שלך</translation>
    </message>
    <message>
      <source>minutes</source>
      <translation>דקות</translation>
    </message>
    <message>
      <source>{done} of {total} changes</source>
      <translation>{done} מתוך {total} שינויים</translation>
    </message>
  </context>
  <context>
    <name>Help</name>
    <message>
      <source>Close</source>
      <translation>סגירה</translation>
    </message>
    <message>
      <source>Keys</source>
      <translation>קיצורי מקשים</translation>
    </message>
    <message>
      <source>Search keys</source>
      <translation>חיפוש קיצורי מקשים</translation>
    </message>
  </context>
  <context>
    <name>Hours</name>
    <message>
      <source>Hours</source>
      <translation>שעות</translation>
    </message>
    <message>
      <source>Other hours on each day</source>
      <translation>שעות שונות בכל יום</translation>
    </message>
    <message>
      <source>With a break: 9–12, 13–17</source>
      <translation>עם הפסקה: ⁦9–12, 13–17⁩</translation>
    </message>
  </context>
  <context>
    <name>Import</name>
    <message>
      <source>1 line cannot be taken and is left out.</source>
      <translation>אי אפשר לקלוט שורה אחת, והיא לא תיובא.</translation>
    </message>
    <message>
      <source>Checked: {counts}.</source>
      <translation>נבדקו: {counts}.</translation>
    </message>
    <message>
      <source>Checking the files</source>
      <translation>בדיקת הקבצים</translation>
    </message>
    <message>
      <source>Choose a file</source>
      <translation>בחירת קובץ</translation>
    </message>
    <message>
      <source>Choose a folder</source>
      <translation>בחירת תיקייה</translation>
    </message>
    <message>
      <source>Import</source>
      <translation>ייבוא</translation>
    </message>
    <message>
      <source>Import files</source>
      <translation>ייבוא קבצים</translation>
    </message>
    <message>
      <source>Import these files?</source>
      <translation>לייבא את הקבצים האלה?</translation>
    </message>
    <message>
      <source>Imported: {counts}</source>
      <translation>יובאו: {counts}</translation>
    </message>
    <message>
      <source>Importing</source>
      <translation>מתבצע ייבוא</translation>
    </message>
    <message>
      <source>Readable files as “Export everything” writes them: a folder, or one file of lines (.jsonl). What is here already is changed where the files say so, the practice's settings too; the rest is added. Everything is checked first, and nothing is taken before you agree.</source>
      <translation>קבצים קריאים כפי ש"ייצוא הכול" כותב אותם: תיקייה, או קובץ שורות אחד (.jsonl). מה שכבר נמצא כאן משתנה היכן שהקבצים קובעים כך, כולל הגדרות הקליניקה; השאר נוסף. הכול נבדק קודם, ודבר לא נקלט לפני אישור.</translation>
    </message>
    <message>
      <source>There is nothing in these files that is not here already.</source>
      <translation>אין בקבצים האלה דבר שלא נמצא כבר כאן.</translation>
    </message>
    <message>
      <source>This cannot be taken back at once: make a backup first.</source>
      <translation>אי אפשר לבטל את זה בבת אחת: כדאי ליצור קודם גיבוי.</translation>
    </message>
    <message>
      <source>and 1 more line</source>
      <translation>ועוד שורה אחת</translation>
    </message>
    <message>
      <source>and {n} more lines</source>
      <translation>ועוד {n} שורות</translation>
    </message>
    <message>
      <source>{added} to add, {changed} to change, {same} as they are</source>
      <translation>{added} להוספה, {changed} לשינוי, {same} ללא שינוי</translation>
    </message>
    <message>
      <source>{file}, line {line}: {why}</source>
      <translation>{file}, שורה {line}: {why}</translation>
    </message>
    <message>
      <source>{n} lines cannot be taken and are left out.</source>
      <translation>אי אפשר לקלוט {n} שורות, והן לא ייובאו.</translation>
    </message>
  </context>
  <context>
    <name>Inbox</name>
    <message>
      <source>(empty)</source>
      <translation>(ריק)</translation>
    </message>
    <message>
      <source>(nothing here)</source>
      <translation>(אין כאן דבר)</translation>
    </message>
    <message>
      <source>A newer version of the program wrote this. Install the update, then choose; both are safe here.</source>
      <translation>זה נכתב בגרסה חדשה יותר של התוכנה. יש להתקין את העדכון ורק אז לבחור; שני הטקסטים שמורים כאן.</translation>
    </message>
    <message>
      <source>A scale of the client's own</source>
      <translation>סולם אישי של המטופל/ת</translation>
    </message>
    <message>
      <source>A version of this note is not what was signed, or was signed in somebody else's name. Its text is kept, marked, and counts as unsigned. Compare it with the laptop it was written on or with a printed copy, and amend the note where it is wrong.</source>
      <translation>אחת הגרסאות של הסיכום הזה אינה מה שנחתם, או שנחתמה בשמו של מישהו אחר. הטקסט שלה נשמר, מסומן ונחשב לא חתום. יש להשוות אותה למחשב שבו נכתבה או לעותק מודפס, ולתקן את הסיכום היכן שהוא שגוי.</translation>
    </message>
    <message>
      <source>Add as an amendment</source>
      <translation>הוספה כתיקון</translation>
    </message>
    <message>
      <source>Add the amendment  (Enter)</source>
      <translation>הוספת התיקון  (Enter)</translation>
    </message>
    <message>
      <source>Added as an amendment; the signed text stays</source>
      <translation>נוסף כתיקון; הטקסט החתום נשאר</translation>
    </message>
    <message>
      <source>Afternoons</source>
      <translation>אחר הצהריים</translation>
    </message>
    <message>
      <source>An owner's login set this aside at the clinic as something that nobody can verify. This laptop can, and brought it back: nothing is lost. If no owner of yours set anything aside, somebody else has that login: an owner removes the laptop (Settings, Team and devices).</source>
      <translation>בכניסה של הבעלים הועבר זה הצידה במרפאה, כדבר שאיש אינו יכול לאמת. המחשב הזה יכול לאמת אותו, והחזיר אותו: דבר לא אבד. אם הבעלים לא העבירו דבר הצידה, פרטי הכניסה האלה נמצאים בידי מישהו אחר: על הבעלים להסיר את המחשב (הגדרות, צוות ומכשירים).</translation>
    </message>
    <message>
      <source>Arrived {when}</source>
      <translation>הגיע {when}</translation>
    </message>
    <message>
      <source>As signed</source>
      <translation>כפי שנחתם</translation>
    </message>
    <message>
      <source>Asks for a reason, then adds this text to the signed note as a new version.</source>
      <translation>לאחר ציון סיבה, הטקסט הזה יתווסף לסיכום החתום כגרסה חדשה.</translation>
    </message>
    <message>
      <source>Back to what is open  (H)</source>
      <translation>חזרה למה שפתוח  (H)</translation>
    </message>
    <message>
      <source>Before both changes</source>
      <translation>לפני שני השינויים</translation>
    </message>
    <message>
      <source>Both texts</source>
      <translation>שני הטקסטים</translation>
    </message>
    <message>
      <source>Both texts are still here, and you can choose anew.</source>
      <translation>שני הטקסטים עדיין כאן, ואפשר לבחור מחדש.</translation>
    </message>
    <message>
      <source>Both texts stay readable here.</source>
      <translation>שני הטקסטים נשארים זמינים לקריאה כאן.</translation>
    </message>
    <message>
      <source>Both versions as they were  (B)</source>
      <translation>שתי הגרסאות כפי שהיו  (B)</translation>
    </message>
    <message>
      <source>Closes the question without changing the record.</source>
      <translation>סגירת השאלה בלי לשנות את הרשומה.</translation>
    </message>
    <message>
      <source>Copy all of it</source>
      <translation>העתקת הכול</translation>
    </message>
    <message>
      <source>Draft</source>
      <translation>טיוטה</translation>
    </message>
    <message>
      <source>Evenings</source>
      <translation>ערב</translation>
    </message>
    <message>
      <source>For the appointment of {name} no time is free in the {count} weeks from its day on.</source>
      <translation>לתור של {name} אין זמן פנוי ב-{count} השבועות שמיום התור והלאה.</translation>
    </message>
    <message>
      <source>Go to {name}</source>
      <translation>מעבר אל {name}</translation>
    </message>
    <message>
      <source>In the record</source>
      <translation>ברשומה</translation>
    </message>
    <message>
      <source>Inbox</source>
      <translation>דואר נכנס</translation>
    </message>
    <message>
      <source>It goes again with the next sync</source>
      <translation>יישלח שוב בסנכרון הבא</translation>
    </message>
    <message>
      <source>It is called now</source>
      <translation>השם כעת</translation>
    </message>
    <message>
      <source>It is fine like this  (0)</source>
      <translation>זה בסדר כך  (0)</translation>
    </message>
    <message>
      <source>It is signed, and words were written in it that what was signed does not have: an amendment that was not finished, or words of a laptop that did not know yet that it was signed. What was signed stays as it is. Add these words as an amendment, or leave the note as signed.</source>
      <translation>הסיכום חתום, ונכתבו בו מילים שאינן במה שנחתם: תיקון שלא הושלם, או מילים ממחשב שעוד לא ידע שהסיכום נחתם. מה שנחתם נשאר כפי שהוא. אפשר להוסיף את המילים האלה כתיקון, או להשאיר את הסיכום כפי שנחתם.</translation>
    </message>
    <message>
      <source>It was amended on two laptops before they met. The amendment that reached the clinic first stands; the other one, with its reason “{reason}”, is kept as well. Add it as a further amendment, or leave the note as it is.</source>
      <translation>הסיכום תוקן בשני מחשבים לפני שהסתנכרנו. התיקון שהגיע ראשון למרפאה הוא התקף; גם השני נשמר, עם הסיבה שלו: "{reason}". אפשר להוסיף אותו כתיקון נוסף, או להשאיר את הסיכום כפי שהוא.</translation>
    </message>
    <message>
      <source>It was called</source>
      <translation>השם הקודם</translation>
    </message>
    <message>
      <source>It was changed on two laptops before they met, so there are two versions; what differs is underlined. This was noticed {when}. Choose what the record shall say: {ways}.</source>
      <translation>נעשו כאן שינויים בשני מחשבים לפני שהסתנכרנו, ולכן יש שתי גרסאות; ההבדלים מסומנים בקו תחתון. זה התגלה {when}. יש לבחור מה ייכתב ברשומה: {ways}.</translation>
    </message>
    <message>
      <source>It was put away {dealt}, and nothing here deletes it. To delete it all the same, delete the record itself.</source>
      <translation>זה נסגר {dealt}, ודבר כאן אינו מוחק את הרשומה. כדי למחוק אותה בכל זאת, יש למחוק את הרשומה עצמה.</translation>
    </message>
    <message>
      <source>It was put away {dealt}. Send it again if the record lacks it.</source>
      <translation>זה נסגר {dealt}. אם זה חסר ברשומה, אפשר לשלוח שוב.</translation>
    </message>
    <message>
      <source>It was put away {dealt}. Send it again to bring the record back.</source>
      <translation>זה נסגר {dealt}. אפשר לשלוח שוב כדי להחזיר את הרשומה.</translation>
    </message>
    <message>
      <source>Keep both  (3)</source>
      <translation>השארת שניהם  (3)</translation>
    </message>
    <message>
      <source>Keep that of {device}</source>
      <translation>השארת הגרסה של {device}</translation>
    </message>
    <message>
      <source>Keep the other laptop's</source>
      <translation>השארת הגרסה מהמחשב האחר</translation>
    </message>
    <message>
      <source>Keep this laptop's</source>
      <translation>השארת הגרסה מהמחשב הזה</translation>
    </message>
    <message>
      <source>Keep this wording  (Ctrl+Enter)</source>
      <translation>השארת הנוסח הזה  (Ctrl+Enter)</translation>
    </message>
    <message>
      <source>Leave as signed</source>
      <translation>השארה כפי שנחתם</translation>
    </message>
    <message>
      <source>Leave it as it is now  (0)</source>
      <translation>השארה כפי שזה כעת  (0)</translation>
    </message>
    <message>
      <source>Leave it deleted  (0)</source>
      <translation>השארה כמחוק  (0)</translation>
    </message>
    <message>
      <source>Looks right  (0)</source>
      <translation>נראה תקין  (0)</translation>
    </message>
    <message>
      <source>Mornings</source>
      <translation>בוקר</translation>
    </message>
    <message>
      <source>Move {name} to {when}  ({key})</source>
      <translation>העברת {name} אל {when}  ({key})</translation>
    </message>
    <message>
      <source>Moved to {when}</source>
      <translation>התור הועבר: {when}</translation>
    </message>
    <message>
      <source>No</source>
      <translation>לא</translation>
    </message>
    <message>
      <source>Not accepted by the clinic</source>
      <translation>לא התקבל במרפאה</translation>
    </message>
    <message>
      <source>Not in what was signed</source>
      <translation>לא במה שנחתם</translation>
    </message>
    <message>
      <source>Not now  (Esc)</source>
      <translation>לא עכשיו  (Esc)</translation>
    </message>
    <message>
      <source>Notes to finish and sign</source>
      <translation>סיכומים לסיום וחתימה</translation>
    </message>
    <message>
      <source>Nothing is lost either way: both texts stay under “Settled”, and Ctrl+Z takes your choice back.</source>
      <translation>דבר לא אבד בכל מקרה: שני הטקסטים נשארים תחת "טופלו", ו-Ctrl+Z מבטל את הבחירה.</translation>
    </message>
    <message>
      <source>Nothing is lost either way: both texts stay under “Settled”. An amendment stays for good.</source>
      <translation>דבר לא אבד בכל מקרה: שני הטקסטים נשארים תחת "טופלו". תיקון נשאר לתמיד.</translation>
    </message>
    <message>
      <source>Nothing needs you</source>
      <translation>אין דבר שמחכה לך</translation>
    </message>
    <message>
      <source>Nothing was settled yet</source>
      <translation>עדיין לא טופל דבר</translation>
    </message>
    <message>
      <source>On another laptop</source>
      <translation>במחשב אחר</translation>
    </message>
    <message>
      <source>On this laptop</source>
      <translation>במחשב הזה</translation>
    </message>
    <message>
      <source>On {device}</source>
      <translation>ב-{device}</translation>
    </message>
    <message>
      <source>One text below the other, on every laptop once it syncs.</source>
      <translation>טקסט אחד מתחת לשני, בכל מחשב לאחר הסנכרון.</translation>
    </message>
    <message>
      <source>Open the client  (O)</source>
      <translation>פתיחת כרטיס המטופל/ת  (O)</translation>
    </message>
    <message>
      <source>Open the note  (O)</source>
      <translation>פתיחת הסיכום  (O)</translation>
    </message>
    <message>
      <source>Open the record  (O)</source>
      <translation>פתיחת הרשומה  (O)</translation>
    </message>
    <message>
      <source>Put away</source>
      <translation>סגירה</translation>
    </message>
    <message>
      <source>Put away  (0)</source>
      <translation>סגירה  (0)</translation>
    </message>
    <message>
      <source>Put away on every laptop once it syncs</source>
      <translation>נסגר; ייסגר גם בכל מחשב אחר לאחר הסנכרון</translation>
    </message>
    <message>
      <source>Put away; both texts stay under “Settled”</source>
      <translation>נסגר; שני הטקסטים נשארים תחת "טופלו"</translation>
    </message>
    <message>
      <source>Put the other text in as well</source>
      <translation>הוספת הטקסט האחר לצד הקיים</translation>
    </message>
    <message>
      <source>Put the question away  (0)</source>
      <translation>סגירת השאלה  (0)</translation>
    </message>
    <message>
      <source>Questions about this record</source>
      <translation>שאלות על הרשומה הזאת</translation>
    </message>
    <message>
      <source>Questions that you answered stay here with both texts, and words that the clinic did not take, so that nothing is ever lost.</source>
      <translation>שאלות שנענו נשארות כאן עם שני הטקסטים, וכך גם מילים שהמרפאה לא קיבלה, כדי ששום דבר לא יאבד.</translation>
    </message>
    <message>
      <source>Range of motion</source>
      <translation>טווח תנועה</translation>
    </message>
    <message>
      <source>Reason of the amendment</source>
      <translation>סיבת התיקון</translation>
    </message>
    <message>
      <source>Send again  (R)</source>
      <translation>שליחה מחדש  (R)</translation>
    </message>
    <message>
      <source>Settled</source>
      <translation>טופלו</translation>
    </message>
    <message>
      <source>Settled by itself, for your information</source>
      <translation>טופל מעצמו, לידיעה</translation>
    </message>
    <message>
      <source>Settled {dealt}: it was sent again, or the record said it already.</source>
      <translation>טופל {dealt}: השינוי נשלח שוב, או שכבר היה כתוב ברשומה.</translation>
    </message>
    <message>
      <source>Settled {when} by {who}: {answer}. </source>
      <translation>טופל {when} על ידי {who}: {answer}. </translation>
    </message>
    <message>
      <source>Settled {when}: {answer}. </source>
      <translation>טופל {when}: {answer}. </translation>
    </message>
    <message>
      <source>Settled; the other laptops hear of it when they sync</source>
      <translation>טופל; שאר המחשבים יתעדכנו בסנכרון</translation>
    </message>
    <message>
      <source>Someone wrote in the record since: it says something else now, shown below. Choosing a text replaces it; what is replaced stays in the history.</source>
      <translation>בינתיים נכתב ברשומה משהו אחר, והוא מוצג למטה. בחירה בטקסט מחליפה אותו; מה שהוחלף נשאר בהיסטוריה.</translation>
    </message>
    <message>
      <source>Something is not as it should be</source>
      <translation>משהו אינו כפי שצריך להיות</translation>
    </message>
    <message>
      <source>Something on the clinic's server</source>
      <translation>משהו בשרת המרפאה</translation>
    </message>
    <message>
      <source>Something that came by the login of “{device}”</source>
      <translation>משהו שהגיע דרך הכניסה של "{device}"</translation>
    </message>
    <message>
      <source>Starts from this laptop's text; you change it as you like.</source>
      <translation>מתחיל מהטקסט של המחשב הזה; אפשר לשנות אותו כרצונך.</translation>
    </message>
    <message>
      <source>The appointment of {name} could move:</source>
      <translation>אפשר להעביר את התור של {name}:</translation>
    </message>
    <message>
      <source>The appointment of {name} was booked later. It could move:</source>
      <translation>התור של {name} נקבע מאוחר יותר. אפשר להעביר אותו:</translation>
    </message>
    <message>
      <source>The clinic's record of who did what is not what this laptop saw before: entries are missing or were changed. Your records are safe. Either the server was brought back from a backup without the restore command, or somebody changed it. Tell whoever looks after the server. This window cannot tell what differs; they can, in a terminal on this laptop: `pazpaz audit verify`.</source>
      <translation>יומן הביקורת של המרפאה אינו כפי שהמחשב הזה ראה קודם: חסרות בו רשומות או שחלקן שונו. הרשומות שלך בטוחות. או שהשרת שוחזר מגיבוי בלי פקודת השחזור, או שמישהו שינה את היומן. יש להודיע למי שמטפל בשרת. החלון הזה אינו יכול להראות מה שונה; מי שמטפל בשרת יכול, במסוף במחשב הזה: `pazpaz audit verify`.</translation>
    </message>
    <message>
      <source>The clinic's server did not take this change: {why} ({when}). It stays on this laptop and is kept here word for word. Change the record and send it again, or put it away.</source>
      <translation>שרת המרפאה לא קיבל את השינוי הזה: {why} ({when}). השינוי נשאר במחשב הזה ונשמר כאן מילה במילה. אפשר לשנות את הרשומה ולשלוח שוב, או לסגור.</translation>
    </message>
    <message>
      <source>The clinic's server did not take this change: {why} ({when}). The record goes on without it; what was typed is kept here word for word. Send it again, or put it away: then it stays under “Settled”.</source>
      <translation>שרת המרפאה לא קיבל את השינוי הזה: {why} ({when}). הרשומה ממשיכה בלעדיו; מה שהוקלד שמור כאן מילה במילה. אפשר לשלוח שוב, או לסגור: אז הוא נשאר תחת "טופלו".</translation>
    </message>
    <message>
      <source>The clinic's server did not take this change: {why} ({when}). What was typed is kept here word for word.</source>
      <translation>שרת המרפאה לא קיבל את השינוי הזה: {why} ({when}). מה שהוקלד שמור כאן מילה במילה.</translation>
    </message>
    <message>
      <source>The clinic's server showed an older version than before. It was not used, and what is here stays. Tell whoever looks after the server.</source>
      <translation>שרת המרפאה הציג גרסה ישנה מזו שהייתה קודם. לא נעשה בה שימוש, ומה שיש כאן נשאר. יש להודיע למי שמטפל בשרת.</translation>
    </message>
    <message>
      <source>The clinic's server was brought back to an earlier state, and its record of who did what lacks entries that this laptop saw there. What this laptop has of them and of everything else goes to it again: your records are safe, and nothing has to be done. If whoever looks after the server did not bring it back, somebody else changed it: tell them.</source>
      <translation>שרת המרפאה הוחזר למצב קודם, וביומן הביקורת שלו חסרות רשומות שהמחשב הזה ראה בו. מה שיש כאן מהן ומכל השאר נשלח אליו שוב: הרשומות שלך בטוחות ואין צורך לעשות דבר. אם מי שמטפל בשרת לא החזיר אותו, מישהו אחר שינה אותו: יש להודיע לו.</translation>
    </message>
    <message>
      <source>The next one</source>
      <translation>הבא</translation>
    </message>
    <message>
      <source>The note stays as it was signed. The other text stays under “Settled”.</source>
      <translation>הסיכום נשאר כפי שנחתם. הטקסט האחר נשאר תחת "טופלו".</translation>
    </message>
    <message>
      <source>The note was signed meanwhile, and this with it, so it cannot change any more. Put the question away.</source>
      <translation>הסיכום נחתם בינתיים, וזה יחד איתו, ולכן אי אפשר עוד לשנות זאת. יש לסגור את השאלה.</translation>
    </message>
    <message>
      <source>The note was signed meanwhile. What you choose is added as an amendment; the signed text stays.</source>
      <translation>הסיכום נחתם בינתיים. מה שייבחר יתווסף כתיקון; הטקסט החתום נשאר.</translation>
    </message>
    <message>
      <source>The note was signed without this, and what stands beside it stays as it was signed. Where this matters, amend the note in words; then put the question away.</source>
      <translation>הסיכום נחתם בלי זה, ומה שלצד הסיכום נשאר כפי שנחתם. אם זה חשוב, אפשר לתקן את הסיכום במילים, ואז לסגור את השאלה.</translation>
    </message>
    <message>
      <source>The one before</source>
      <translation>הקודם</translation>
    </message>
    <message>
      <source>The record says now</source>
      <translation>כתוב ברשומה כעת</translation>
    </message>
    <message>
      <source>The record says something else than either, shown below. Choosing a text replaces it; what is replaced stays in the history.</source>
      <translation>ברשומה כתוב משהו השונה משני הטקסטים, והוא מוצג למטה. בחירה בטקסט מחליפה אותו; מה שהוחלף נשאר בהיסטוריה.</translation>
    </message>
    <message>
      <source>The record says this already</source>
      <translation>זה כבר כתוב ברשומה</translation>
    </message>
    <message>
      <source>The record says this for now</source>
      <translation>זה מה שכתוב ברשומה בינתיים</translation>
    </message>
    <message>
      <source>The record says this text afterwards, on every laptop once it syncs.</source>
      <translation>לאחר מכן זה הטקסט שיהיה ברשומה, בכל מחשב לאחר הסנכרון.</translation>
    </message>
    <message>
      <source>The signed text stays. Your reason and this text become a new version, signed by you, for good.</source>
      <translation>הטקסט החתום נשאר. הסיבה והטקסט הזה יהיו לגרסה חדשה, בחתימתך, לתמיד.</translation>
    </message>
    <message>
      <source>The whole practice</source>
      <translation>הקליניקה כולה</translation>
    </message>
    <message>
      <source>This laptop's version did not fit the clinic's any more, so the clinic's was taken. What you had is kept here word for word; write it into the record again where it is missing.</source>
      <translation>הגרסה של המחשב הזה כבר לא התאימה לזו של המרפאה, ולכן נלקחה הגרסה של המרפאה. מה שהיה כאן נשמר מילה במילה; יש לכתוב אותו שוב ברשומה היכן שהוא חסר.</translation>
    </message>
    <message>
      <source>This note is a draft, last written {when}. Finish and sign it when you are ready.</source>
      <translation>הסיכום הזה הוא טיוטה, נכתב לאחרונה {when}. אפשר לסיים ולחתום כשהוא מוכן.</translation>
    </message>
    <message>
      <source>This program could not read what came from the clinic. What is here stays as it is. Install the newest version; then it is fetched again.</source>
      <translation>התוכנה לא הצליחה לקרוא את מה שהגיע מהמרפאה. מה שיש כאן נשאר כפי שהוא. יש להתקין את הגרסה החדשה ביותר; לאחר מכן זה יורד שוב.</translation>
    </message>
    <message>
      <source>This record is no longer on this laptop. Both texts are kept here; put the question away.</source>
      <translation>הרשומה הזאת כבר אינה במחשב הזה. שני הטקסטים שמורים כאן; אפשר לסגור את השאלה.</translation>
    </message>
    <message>
      <source>This record was brought back, and the clinic's server did not take that: {why} ({when}).</source>
      <translation>הרשומה הזאת הוחזרה, ושרת המרפאה לא קיבל זאת: {why} ({when}).</translation>
    </message>
    <message>
      <source>This record was brought back, and the clinic's server did not take that: {why} ({when}). The record is deleted here as it is in the clinic. Send it again to bring the record back, or put this away.</source>
      <translation>הרשומה הזאת הוחזרה, ושרת המרפאה לא קיבל זאת: {why} ({when}). הרשומה מחוקה כאן כמו במרפאה. אפשר לשלוח שוב כדי להחזיר את הרשומה, או לסגור.</translation>
    </message>
    <message>
      <source>This record was deleted meanwhile. A text that you choose brings it back.</source>
      <translation>הרשומה הזאת נמחקה בינתיים. בחירה בטקסט תחזיר אותה.</translation>
    </message>
    <message>
      <source>This record was deleted, and the clinic's server did not take that: {why} ({when}).</source>
      <translation>הרשומה הזאת נמחקה, ושרת המרפאה לא קיבל זאת: {why} ({when}).</translation>
    </message>
    <message>
      <source>This record was deleted, and the clinic's server did not take that: {why} ({when}). The record is back on this laptop as the clinic has it. Send it again to delete the record, or put this away.</source>
      <translation>הרשומה הזאת נמחקה, ושרת המרפאה לא קיבל זאת: {why} ({when}). הרשומה חזרה למחשב הזה כפי שהיא במרפאה. אפשר לשלוח שוב כדי למחוק את הרשומה, או לסגור.</translation>
    </message>
    <message>
      <source>This was changed on this laptop and on {device} before they met. The changes did not touch each other, so both are in the record. Nothing is lost; look it over once.</source>
      <translation>נעשו כאן שינויים במחשב הזה וב-{device} לפני שהסתנכרנו. השינויים לא נגעו זה בזה, ולכן שניהם ברשומה. דבר לא אבד; כדאי לעבור עליה פעם אחת.</translation>
    </message>
    <message>
      <source>This was deleted on one laptop while someone wrote in it on another one. What was written is safe and the record is back. Delete it again if it is really not needed.</source>
      <translation>זה נמחק במחשב אחד בזמן שבמחשב אחר כתבו בו. מה שנכתב שמור, והרשומה חזרה. אם היא באמת לא נחוצה, אפשר למחוק אותה שוב.</translation>
    </message>
    <message>
      <source>This was settled in two ways on two laptops before they met, so it is open again.</source>
      <translation>זה טופל בשתי דרכים שונות בשני מחשבים לפני שהסתנכרנו, ולכן נפתח שוב.</translation>
    </message>
    <message>
      <source>Two appointments at one time</source>
      <translation>שני תורים באותו זמן</translation>
    </message>
    <message>
      <source>Two devices booked the same time before they met. Both appointments are in the calendar. Move or cancel one of them, or leave it like this if it is meant.</source>
      <translation>בשני מכשירים נקבע תור לאותו זמן לפני שהסתנכרנו. שני התורים נמצאים ביומן. יש להזיז או לבטל אחד מהם, או להשאיר כך אם זו הכוונה.</translation>
    </message>
    <message>
      <source>Two devices booked the same time before they met. One of the appointments was moved or cancelled since, so nothing has to be done.</source>
      <translation>בשני מכשירים נקבע תור לאותו זמן לפני שהסתנכרנו. אחד התורים הועבר או בוטל מאז, ולכן אין צורך לעשות דבר.</translation>
    </message>
    <message>
      <source>Two laptops made a record of one name before they met. Both are there; this one got a number. Give it another name if you like.</source>
      <translation>בשני מחשבים נוצרה רשומה באותו שם לפני שהסתנכרנו. שתיהן קיימות; זו קיבלה מספר. אפשר לתת לה שם אחר.</translation>
    </message>
    <message>
      <source>Urgent</source>
      <translation>דחוף</translation>
    </message>
    <message>
      <source>Waits</source>
      <translation>בהמתנה</translation>
    </message>
    <message>
      <source>Was given an appointment</source>
      <translation>נקבע תור</translation>
    </message>
    <message>
      <source>What came from the clinic's server does not carry the seal of one of your laptops. It was not used, and what is here stays. Tell whoever looks after the server.</source>
      <translation>מה שהגיע משרת המרפאה אינו נושא את החותם של אחד המחשבים שלך. לא נעשה בו שימוש, ומה שיש כאן נשאר. יש להודיע למי שמטפל בשרת.</translation>
    </message>
    <message>
      <source>What came from where</source>
      <translation>מה הגיע מהיכן</translation>
    </message>
    <message>
      <source>What it said before  (B)</source>
      <translation>מה היה כתוב קודם  (B)</translation>
    </message>
    <message>
      <source>What the marks mean</source>
      <translation>משמעות הסימונים</translation>
    </message>
    <message>
      <source>What was settled  (H)</source>
      <translation>מה שטופל  (H)</translation>
    </message>
    <message>
      <source>What you type is stored on this laptop as you type; it is chosen only when you say so.</source>
      <translation>מה שמוקלד נשמר במחשב הזה תוך כדי הקלדה; הוא נבחר רק לאחר אישור.</translation>
    </message>
    <message>
      <source>When two devices write different things, or a note waits for you, it shows up here.</source>
      <translation>כששני מכשירים כותבים דברים שונים, או כשסיכום מחכה לך, זה מופיע כאן.</translation>
    </message>
    <message>
      <source>Why is this added?</source>
      <translation>מדוע זה נוסף?</translation>
    </message>
    <message>
      <source>Write it myself  (E)</source>
      <translation>כתיבה עצמאית  (E)</translation>
    </message>
    <message>
      <source>Written differently on two devices</source>
      <translation>נכתב אחרת בשני מכשירים</translation>
    </message>
    <message>
      <source>Written here</source>
      <translation>נכתב כאן</translation>
    </message>
    <message>
      <source>Written on another laptop and not part of what was signed</source>
      <translation>נכתב במחשב אחר ואינו חלק ממה שנחתם</translation>
    </message>
    <message>
      <source>Written on this laptop and not part of what was signed</source>
      <translation>נכתב במחשב הזה ואינו חלק ממה שנחתם</translation>
    </message>
    <message>
      <source>Yes</source>
      <translation>כן</translation>
    </message>
    <message>
      <source>Your wording</source>
      <translation>הנוסח שלך</translation>
    </message>
    <message>
      <source>a signature does not hold</source>
      <translation>חתימה שאינה תקפה</translation>
    </message>
    <message>
      <source>a value is not allowed</source>
      <translation>יש ערך שאינו מותר</translation>
    </message>
    <message>
      <source>added as an amendment</source>
      <translation>נוסף כתיקון</translation>
    </message>
    <message>
      <source>an older version came and was not used</source>
      <translation>הגיעה גרסה ישנה יותר ולא נעשה בה שימוש</translation>
    </message>
    <message>
      <source>another device changed it first</source>
      <translation>מכשיר אחר שינה זאת קודם</translation>
    </message>
    <message>
      <source>another laptop</source>
      <translation>מחשב אחר</translation>
    </message>
    <message>
      <source>both versions were kept</source>
      <translation>שתי הגרסאות נשמרו</translation>
    </message>
    <message>
      <source>could not be read and was left out</source>
      <translation>לא ניתן היה לקרוא זאת, וזה הושמט</translation>
    </message>
    <message>
      <source>deleted on one laptop, edited on another: it is back</source>
      <translation>נמחק במחשב אחד, נערך באחר: חזר</translation>
    </message>
    <message>
      <source>entries are missing or were changed at the clinic</source>
      <translation>רשומות חסרות או שונו במרפאה</translation>
    </message>
    <message>
      <source>failed its seal and was not used</source>
      <translation>החותם לא תקין ולא נעשה בזה שימוש</translation>
    </message>
    <message>
      <source>failed its seal; what is here went to the clinic instead</source>
      <translation>החותם לא תקין; מה שיש כאן נשלח למרפאה במקומו</translation>
    </message>
    <message>
      <source>from this laptop</source>
      <translation>מהמחשב הזה</translation>
    </message>
    <message>
      <source>from {device}</source>
      <translation>מ-{device}</translation>
    </message>
    <message>
      <source>it belongs to a record that is gone</source>
      <translation>זה שייך לרשומה שכבר איננה</translation>
    </message>
    <message>
      <source>it belongs to a record that the clinic does not have</source>
      <translation>זה שייך לרשומה שאינה במרפאה</translation>
    </message>
    <message>
      <source>it belongs together with another change that was refused</source>
      <translation>זה קשור לשינוי אחר שנדחה</translation>
    </message>
    <message>
      <source>it gave no reason</source>
      <translation>לא נמסרה סיבה</translation>
    </message>
    <message>
      <source>it is older than this program; once it is upgraded, this can be sent again</source>
      <translation>השרת ישן מהתוכנה הזאת; לאחר שישודרג אפשר יהיה לשלוח שוב</translation>
    </message>
    <message>
      <source>it is signed, or part of the history, and may not be changed any more</source>
      <translation>זה חתום, או חלק מההיסטוריה, ואי אפשר עוד לשנות זאת</translation>
    </message>
    <message>
      <source>it is too large</source>
      <translation>זה גדול מדי</translation>
    </message>
    <message>
      <source>it may not be changed any more</source>
      <translation>אי אפשר עוד לשנות זאת</translation>
    </message>
    <message>
      <source>it names somebody else as who did this</source>
      <translation>רשום שמישהו אחר עשה זאת</translation>
    </message>
    <message>
      <source>left as signed</source>
      <translation>נשאר כפי שנחתם</translation>
    </message>
    <message>
      <source>on this laptop</source>
      <translation>במחשב הזה</translation>
    </message>
    <message>
      <source>on {device}</source>
      <translation>ב-{device}</translation>
    </message>
    <message>
      <source>one of them</source>
      <translation>אחד מהם</translation>
    </message>
    <message>
      <source>one of them, both, or your own words</source>
      <translation>אחד מהם, שניהם או נוסח משלך</translation>
    </message>
    <message>
      <source>one of them, or your own words</source>
      <translation>אחד מהם או נוסח משלך</translation>
    </message>
    <message>
      <source>put together from two laptops</source>
      <translation>חובר משני מחשבים</translation>
    </message>
    <message>
      <source>renamed, because two had one name</source>
      <translation>השם שונה, כי לשתיים היה אותו שם</translation>
    </message>
    <message>
      <source>someone wrote it anew</source>
      <translation>נכתב מחדש בידי מישהו</translation>
    </message>
    <message>
      <source>taken out on both</source>
      <translation>הוסר בשניהם</translation>
    </message>
    <message>
      <source>taken out on this laptop</source>
      <translation>הוסר במחשב הזה</translation>
    </message>
    <message>
      <source>taken out on {device}</source>
      <translation>הוסר ב-{device}</translation>
    </message>
    <message>
      <source>the clinic's server was brought back to an earlier state</source>
      <translation>שרת המרפאה הוחזר למצב קודם</translation>
    </message>
    <message>
      <source>the clinic's version was taken, yours is kept here</source>
      <translation>נלקחה הגרסה של המרפאה, שלך שמורה כאן</translation>
    </message>
    <message>
      <source>the note was signed meanwhile</source>
      <translation>הסיכום נחתם בינתיים</translation>
    </message>
    <message>
      <source>the record was left as it was</source>
      <translation>הרשומה נשארה כפי שהייתה</translation>
    </message>
    <message>
      <source>the server refused it ({code})</source>
      <translation>השרת דחה זאת ({code})</translation>
    </message>
    <message>
      <source>the version of {device} was kept</source>
      <translation>נשמרה הגרסה של {device}</translation>
    </message>
    <message>
      <source>there is another one with this name</source>
      <translation>כבר קיים פריט בשם הזה</translation>
    </message>
    <message>
      <source>this laptop's version was kept</source>
      <translation>נשמרה הגרסה של המחשב הזה</translation>
    </message>
    <message>
      <source>was set aside at the clinic, and is back</source>
      <translation>הועבר הצידה במרפאה, וחזר</translation>
    </message>
    <message>
      <source>written alike on both</source>
      <translation>נכתב באותו נוסח בשניהם</translation>
    </message>
    <message>
      <source>your role may not change this</source>
      <translation>התפקיד שלך אינו מאפשר לשנות זאת</translation>
    </message>
    <message>
      <source>your role, or this device, may not change this</source>
      <translation>התפקיד שלך, או המכשיר הזה, אינם מאפשרים לשנות זאת</translation>
    </message>
    <message>
      <source>{at} of {all}</source>
      <translation>{at} מתוך {all}</translation>
    </message>
    <message>
      <source>{record} of {day}. </source>
      <translation>{record} של {day}. </translation>
    </message>
    <message>
      <source>{record}, {when}. {words}</source>
      <translation>{record}, {when}. {words}</translation>
    </message>
    <message>
      <source>{what} does not carry the seal of one of your laptops. It was not used, and what is here stays. Is that laptop still where it should be? If not, the owner removes it (Settings, Team and devices) and there sets aside what it left, for all laptops.</source>
      <translation>{what} אינו נושא את החותם של אחד המחשבים שלך. לא נעשה בו שימוש, ומה שיש כאן נשאר. האם המחשב עדיין במקום שבו עליו להיות? אם לא, על הבעלים להסיר אותו (הגדרות, צוות ומכשירים) ושם להעביר הצידה את מה שהותיר, בכל המחשבים.</translation>
    </message>
    <message>
      <source>{what} stood in the place of this record without the seal of one of your laptops. It was not used. What this laptop has was sent to the clinic in its place: nothing is lost, and nothing has to be done. If a laptop is not where it should be, the owner removes it (Settings, Team and devices).</source>
      <translation>{what} הופיע במקום הרשומה הזאת ללא החותם של אחד המחשבים שלך. לא נעשה בו שימוש. מה שיש במחשב הזה נשלח למרפאה במקומו: דבר לא אבד, ואין צורך לעשות דבר. אם אחד המחשבים אינו במקום שבו עליו להיות, על הבעלים להסיר אותו (הגדרות, צוות ומכשירים).</translation>
    </message>
    <message>
      <source>… and {count} more letters</source>
      <translation>… ועוד {count} תווים</translation>
    </message>
    <message>
      <source>… {n} line alike …</source>
      <translation>… שורה זהה אחת …</translation>
    </message>
    <message>
      <source>… {n} lines alike …</source>
      <translation>… שורות זהות: {n} …</translation>
    </message>
  </context>
  <context>
    <name>Leaving</name>
    <message>
      <source>Close and lose them</source>
      <translation>סגירה ואיבוד המילים</translation>
    </message>
    <message>
      <source>Close and lose these words?</source>
      <translation>לסגור ולאבד את המילים האלה?</translation>
    </message>
    <message>
      <source>Close anyway</source>
      <translation>סגירה בכל זאת</translation>
    </message>
    <message>
      <source>Copied</source>
      <translation>הועתק</translation>
    </message>
    <message>
      <source>Copy the text</source>
      <translation>העתקת הטקסט</translation>
    </message>
    <message>
      <source>Not everything is stored</source>
      <translation>לא הכול נשמר</translation>
    </message>
    <message>
      <source>Stay here</source>
      <translation>להישאר כאן</translation>
    </message>
    <message>
      <source>They stand nowhere else unless you copied them. This cannot be taken back.</source>
      <translation>הן לא נמצאות בשום מקום אחר, אלא אם הועתקו. אי אפשר לבטל את הפעולה.</translation>
    </message>
    <message>
      <source>Try again</source>
      <translation>ניסיון נוסף</translation>
    </message>
    <message>
      <source>What you typed last could not be stored; the disk may be full. Everything stored before is safe, and what you typed is still in this window. Make some room on the disk and try again, or copy the text to another place.</source>
      <translation>מה שהוקלד אחרון לא נשמר; ייתכן שהדיסק מלא. כל מה שנשמר קודם בטוח, ומה שהוקלד עדיין נמצא בחלון הזה. יש לפנות מקום בדיסק ולנסות שוב, או להעתיק את הטקסט למקום אחר.</translation>
    </message>
  </context>
  <context>
    <name>Licences</name>
    <message>
      <source>Close</source>
      <translation>סגירה</translation>
    </message>
    <message>
      <source>It brings no text of its licence.</source>
      <translation>לרכיב הזה לא מצורף נוסח רישיון.</translation>
    </message>
    <message>
      <source>Licences</source>
      <translation>רישיונות</translation>
    </message>
    <message>
      <source>PazPaz stands on the work of others. These are in this program.</source>
      <translation>PazPaz נשענת על עבודתם של אחרים. אלה הרכיבים הכלולים בתוכנה.</translation>
    </message>
    <message>
      <source>Save the list (SBOM)…</source>
      <translation>שמירת הרשימה (SBOM)…</translation>
    </message>
    <message>
      <source>Text of the licence</source>
      <translation>נוסח הרישיון</translation>
    </message>
    <message>
      <source>The list is saved</source>
      <translation>הרשימה נשמרה</translation>
    </message>
    <message>
      <source>Works in this program</source>
      <translation>רכיבים בתוכנה הזאת</translation>
    </message>
    <message>
      <source>see its text</source>
      <translation>ראו בנוסח הרישיון</translation>
    </message>
  </context>
  <context>
    <name>Lock</name>
    <message>
      <source>Checking</source>
      <translation>בבדיקה</translation>
    </message>
    <message>
      <source>Closing. Your work is being saved.</source>
      <translation>התוכנה נסגרת. העבודה שלך נשמרת.</translation>
    </message>
    <message>
      <source>Locking. Your work is being saved.</source>
      <translation>מתבצעת נעילה. העבודה שלך נשמרת.</translation>
    </message>
    <message>
      <source>Nobody used the window for a while. Your work is saved.</source>
      <translation>החלון לא היה בשימוש זמן מה. העבודה שלך שמורה.</translation>
    </message>
    <message>
      <source>PazPaz was about to close.</source>
      <translation>PazPaz עמדה להיסגר.</translation>
    </message>
    <message>
      <source>PazPaz was about to let somebody else go on working.</source>
      <translation>PazPaz עמדה לאפשר לאדם אחר להמשיך לעבוד.</translation>
    </message>
    <message>
      <source>PazPaz was about to lock after several wrong passphrases.</source>
      <translation>PazPaz עמדה להינעל אחרי כמה משפטי סיסמה שגויים.</translation>
    </message>
    <message>
      <source>PazPaz was about to lock because nobody used it.</source>
      <translation>PazPaz עמדה להינעל כי לא היה בה שימוש.</translation>
    </message>
    <message>
      <source>PazPaz was about to lock because the computer went to sleep.</source>
      <translation>PazPaz עמדה להינעל כי המחשב עבר למצב שינה.</translation>
    </message>
    <message>
      <source>PazPaz was about to lock.</source>
      <translation>PazPaz עמדה להינעל.</translation>
    </message>
    <message>
      <source>Some words could not be stored. Unlock to see them before anything is closed.</source>
      <translation>לא ניתן היה לשמור חלק מהמילים. יש לפתוח את הנעילה כדי לראות אותן לפני שדבר נסגר.</translation>
    </message>
    <message>
      <source>Switch person</source>
      <translation>החלפת משתמש</translation>
    </message>
    <message>
      <source>That is not the passphrase. Check Caps Lock and the keyboard language.</source>
      <translation>זה לא משפט הסיסמה. כדאי לבדוק את Caps Lock ואת שפת המקלדת.</translation>
    </message>
    <message>
      <source>The computer was locked. Your work is saved.</source>
      <translation>המחשב ננעל. העבודה שלך שמורה.</translation>
    </message>
    <message>
      <source>Unlock</source>
      <translation>פתיחה</translation>
    </message>
  </context>
  <context>
    <name>Measures</name>
    <message>
      <source>Add a measure to this note</source>
      <translation>הוספת מדד לסיכום הזה</translation>
    </message>
    <message>
      <source>Add measure</source>
      <translation>הוספת מדד</translation>
    </message>
    <message>
      <source>Add this with Enter, or take it out, before the note is signed.</source>
      <translation>לפני החתימה על הסיכום יש להוסיף את המדד ב-Enter, או למחוק אותו.</translation>
    </message>
    <message>
      <source>Added: {what}</source>
      <translation>נוסף: {what}</translation>
    </message>
    <message>
      <source>All measures of this client go into a file for a spreadsheet. It is not encrypted: whoever has it can read it. Keep it where nobody else looks. That it was made is recorded.</source>
      <translation>כל המדדים של המטופל הזה נכתבים לקובץ עבור גיליון אלקטרוני. הוא אינו מוצפן: כל מי שמחזיק בו יכול לקרוא אותו. יש לשמור אותו במקום שאיש אינו מסתכל בו. יצירתו נרשמת.</translation>
    </message>
    <message>
      <source>CSV saved; it is readable by whoever has the file</source>
      <translation>ה-CSV נשמר; כל מי שמחזיק בקובץ יכול לקרוא אותו</translation>
    </message>
    <message>
      <source>Cancel</source>
      <translation>ביטול</translation>
    </message>
    <message>
      <source>Change</source>
      <translation>שינוי</translation>
    </message>
    <message>
      <source>Choose a place</source>
      <translation>בחירת מקום</translation>
    </message>
    <message>
      <source>Day</source>
      <translation>יום</translation>
    </message>
    <message>
      <source>Delete</source>
      <translation>מחיקה</translation>
    </message>
    <message>
      <source>Deleted: {number}</source>
      <translation>נמחק: {number}</translation>
    </message>
    <message>
      <source>Draft note</source>
      <translation>טיוטת סיכום</translation>
    </message>
    <message>
      <source>In this note: {what}</source>
      <translation>בסיכום הזה: {what}</translation>
    </message>
    <message>
      <source>Measures</source>
      <translation>מדדים</translation>
    </message>
    <message>
      <source>Measures of this scale</source>
      <translation>מדדים של הסולם הזה</translation>
    </message>
    <message>
      <source>Name and number</source>
      <translation>שם ומספר</translation>
    </message>
    <message>
      <source>Name and number, then Enter: pain 6, stress 3/5, flexion 140°</source>
      <translation>שם ומספר, ואז Enter: כאב 6, לחץ 3/5, כפיפה 140°</translation>
    </message>
    <message>
      <source>Note</source>
      <translation>סיכום</translation>
    </message>
    <message>
      <source>Nothing was measured yet.</source>
      <translation>עדיין לא נמדד דבר.</translation>
    </message>
    <message>
      <source>Nothing was measured yet. Press M to add pain, a range of motion or any number.</source>
      <translation>עדיין לא נמדד דבר. M מוסיף כאב, טווח תנועה או כל מספר אחר.</translation>
    </message>
    <message>
      <source>Number</source>
      <translation>מספר</translation>
    </message>
    <message>
      <source>Open note</source>
      <translation>פתיחת הסיכום</translation>
    </message>
    <message>
      <source>Pain</source>
      <translation>כאב</translation>
    </message>
    <message>
      <source>Remark</source>
      <translation>הערה</translation>
    </message>
    <message>
      <source>Save as CSV</source>
      <translation>שמירה כ-CSV</translation>
    </message>
    <message>
      <source>Save as CSV?</source>
      <translation>לשמור כ-CSV?</translation>
    </message>
    <message>
      <source>Save as CSV…</source>
      <translation>שמירה כ-CSV…</translation>
    </message>
    <message>
      <source>Save measure</source>
      <translation>שמירת המדד</translation>
    </message>
    <message>
      <source>Saved: {number}</source>
      <translation>נשמר: {number}</translation>
    </message>
    <message>
      <source>Signed note</source>
      <translation>סיכום חתום</translation>
    </message>
    <message>
      <source>Such as pain 6, stress 3/5, grip 32 kg or flexion 140°</source>
      <translation>למשל כאב 6, לחץ 3/5, אחיזה 32 ק"ג או כפיפה 140°</translation>
    </message>
    <message>
      <source>Take {what} out of this note</source>
      <translation>הוצאת {what} מהסיכום הזה</translation>
    </message>
    <message>
      <source>Taken out: {what}</source>
      <translation>הוצא: {what}</translation>
    </message>
    <message>
      <source>The measure is not saved.</source>
      <translation>המדד לא נשמר.</translation>
    </message>
    <message>
      <source>This note is signed: its measures stay. Add new ones on the client's page.</source>
      <translation>הסיכום הזה חתום: המדדים שבו נשארים. אפשר להוסיף מדדים חדשים בדף המטופל.</translation>
    </message>
    <message>
      <source>falling</source>
      <translation>בירידה</translation>
    </message>
    <message>
      <source>pain 6</source>
      <translation>כאב 6</translation>
    </message>
    <message>
      <source>rising</source>
      <translation>בעלייה</translation>
    </message>
    <message>
      <source>unchanged</source>
      <translation>ללא שינוי</translation>
    </message>
    <message>
      <source>{name} {number}</source>
      <translation>{name} {number}</translation>
    </message>
    <message>
      <source>{name}: {numbers}</source>
      <translation>{name}: {numbers}</translation>
    </message>
    <message>
      <source>{name}: {numbers}; {way}</source>
      <translation>{name}: {numbers}; {way}</translation>
    </message>
  </context>
  <context>
    <name>NewPhrase</name>
    <message>
      <source>Choose a new passphrase</source>
      <translation>בחירת משפט סיסמה חדש</translation>
    </message>
    <message>
      <source>Not now</source>
      <translation>לא עכשיו</translation>
    </message>
    <message>
      <source>Set passphrase</source>
      <translation>קביעת משפט הסיסמה</translation>
    </message>
    <message>
      <source>Your practice is open. Choose the passphrase that opens it from now on; the one before it opens nothing any more. Your recovery paper stays as it is: put it back where you keep it.</source>
      <translation>הקליניקה פתוחה. יש לבחור את משפט הסיסמה שיפתח אותה מעכשיו; הקודם כבר לא יפתח דבר. דף השחזור נשאר כפי שהוא: יש להחזיר אותו למקומו.</translation>
    </message>
  </context>
  <context>
    <name>NoteState</name>
    <message>
      <source>Signed</source>
      <translation>חתום</translation>
    </message>
  </context>
  <context>
    <name>Notes</name>
    <message>
      <source>A</source>
      <translation>A</translation>
    </message>
    <message>
      <source>A deleted note waits here: a draft for 30 days, a signed note without a time limit.</source>
      <translation>סיכום שנמחק ממתין כאן: טיוטה במשך 30 יום, וסיכום חתום ללא הגבלת זמן.</translation>
    </message>
    <message>
      <source>A draft can be restored for 30 days, a signed note without a time limit.</source>
      <translation>אפשר לשחזר טיוטה במשך 30 יום, וסיכום חתום ללא הגבלת זמן.</translation>
    </message>
    <message>
      <source>A draft has no versions yet. Each signing and amending keeps one.</source>
      <translation>לטיוטה עדיין אין גרסאות. כל חתימה וכל תיקון שומרים גרסה.</translation>
    </message>
    <message>
      <source>A note that you sign is locked, and stands here from then on.</source>
      <translation>סיכום שנחתם ננעל, ומופיע כאן מאז.</translation>
    </message>
    <message>
      <source>Add</source>
      <translation>תוספת</translation>
    </message>
    <message>
      <source>Add below what was signed</source>
      <translation>הוספה מתחת למה שנחתם</translation>
    </message>
    <message>
      <source>Added and signed</source>
      <translation>נוסף ונחתם</translation>
    </message>
    <message>
      <source>Added to and signed by {who}, {when}</source>
      <translation>תוספת נוספה ונחתמה על ידי {who}, {when}</translation>
    </message>
    <message>
      <source>Addendum</source>
      <translation>תוספת</translation>
    </message>
    <message>
      <source>Addendum, {when}, {who}:</source>
      <translation>תוספת, {when}, {who}:</translation>
    </message>
    <message>
      <source>Adding to a signed note</source>
      <translation>תוספת לסיכום חתום</translation>
    </message>
    <message>
      <source>All notes</source>
      <translation>כל הסיכומים</translation>
    </message>
    <message>
      <source>All notes were searched: their words, files and clients’ names.</source>
      <translation>נערך חיפוש בכל הסיכומים: במילים, בקבצים ובשמות המטופלים.</translation>
    </message>
    <message>
      <source>Already saved: every word is kept as you type</source>
      <translation>כבר נשמר: כל מילה נשמרת תוך כדי הקלדה</translation>
    </message>
    <message>
      <source>Amend</source>
      <translation>תיקון</translation>
    </message>
    <message>
      <source>Amended</source>
      <translation>תוקן</translation>
    </message>
    <message>
      <source>Amended and signed by {who}, {when}</source>
      <translation>תוקן ונחתם על ידי {who}, {when}</translation>
    </message>
    <message>
      <source>Amending a signed note</source>
      <translation>תיקון סיכום חתום</translation>
    </message>
    <message>
      <source>An addition: nothing that was signed before was changed.</source>
      <translation>תוספת: דבר ממה שנחתם קודם לא שונה.</translation>
    </message>
    <message>
      <source>Another laptop is writing in {fields}</source>
      <translation>מחשב אחר כותב כעת בשדות: {fields}</translation>
    </message>
    <message>
      <source>Another laptop wrote otherwise here. Both texts are kept.</source>
      <translation>במחשב אחר נכתב כאן אחרת. שני הטקסטים נשמרו.</translation>
    </message>
    <message>
      <source>Answer the question</source>
      <translation>מענה לשאלה</translation>
    </message>
    <message>
      <source>Any time</source>
      <translation>מכל הזמנים</translation>
    </message>
    <message>
      <source>As a day: {day}.</source>
      <translation>כיום: {day}.</translation>
    </message>
    <message>
      <source>As signed</source>
      <translation>כפי שנחתם</translation>
    </message>
    <message>
      <source>Assessment</source>
      <translation>הערכה</translation>
    </message>
    <message>
      <source>Body chart</source>
      <translation>מפת גוף</translation>
    </message>
    <message>
      <source>Cancel</source>
      <translation>ביטול</translation>
    </message>
    <message>
      <source>Change day</source>
      <translation>שינוי היום</translation>
    </message>
    <message>
      <source>Chart</source>
      <translation>מפת גוף</translation>
    </message>
    <message>
      <source>Choose a place</source>
      <translation>בחירת מיקום לשמירה</translation>
    </message>
    <message>
      <source>Choose “Recent” and “Any time” to search all notes.</source>
      <translation>לחיפוש בכל הסיכומים יש לבחור “אחרונים” ו“מכל הזמנים”.</translation>
    </message>
    <message>
      <source>Close</source>
      <translation>סגירה</translation>
    </message>
    <message>
      <source>Copy</source>
      <translation>העתקה</translation>
    </message>
    <message>
      <source>Copy {field} into this note</source>
      <translation>העתקת {field} לסיכום הזה</translation>
    </message>
    <message>
      <source>Cut</source>
      <translation>גזירה</translation>
    </message>
    <message>
      <source>Day</source>
      <translation>יום</translation>
    </message>
    <message>
      <source>Day of the session</source>
      <translation>יום הטיפול</translation>
    </message>
    <message>
      <source>Day of the session changed</source>
      <translation>יום הטיפול שונה</translation>
    </message>
    <message>
      <source>Day, such as 3.4.2026</source>
      <translation>יום, למשל 3.4.2026</translation>
    </message>
    <message>
      <source>Delete</source>
      <translation>מחיקה</translation>
    </message>
    <message>
      <source>Delete note</source>
      <translation>מחיקת הסיכום</translation>
    </message>
    <message>
      <source>Delete this signed note?</source>
      <translation>למחוק את הסיכום החתום הזה?</translation>
    </message>
    <message>
      <source>Deleted</source>
      <translation>נמחקו</translation>
    </message>
    <message>
      <source>Deleted note</source>
      <translation>סיכום שנמחק</translation>
    </message>
    <message>
      <source>Draft</source>
      <translation>טיוטה</translation>
    </message>
    <message>
      <source>Drafts</source>
      <translation>טיוטות</translation>
    </message>
    <message>
      <source>Drafts of past days wait here until you sign them.</source>
      <translation>טיוטות מימים קודמים ממתינות כאן לחתימה.</translation>
    </message>
    <message>
      <source>Earlier notes</source>
      <translation>סיכומים קודמים</translation>
    </message>
    <message>
      <source>Every note is signed. Drafts appear here by themselves.</source>
      <translation>כל הסיכומים חתומים. טיוטות מופיעות כאן מעצמן.</translation>
    </message>
    <message>
      <source>Every word of every note was searched. Try fewer letters or another word.</source>
      <translation>החיפוש עבר על כל מילה בכל הסיכומים. אפשר לנסות פחות אותיות או מילה אחרת.</translation>
    </message>
    <message>
      <source>File</source>
      <translation>קובץ</translation>
    </message>
    <message>
      <source>Fill in the empty fields</source>
      <translation>מילוי השדות הריקים</translation>
    </message>
    <message>
      <source>Find in this note</source>
      <translation>חיפוש בסיכום הזה</translation>
    </message>
    <message>
      <source>Full</source>
      <translation>מלא</translation>
    </message>
    <message>
      <source>Goes to the files below the note</source>
      <translation>מועבר אל הקבצים שמתחת לסיכום</translation>
    </message>
    <message>
      <source>Hide</source>
      <translation>הסתרה</translation>
    </message>
    <message>
      <source>History</source>
      <translation>היסטוריה</translation>
    </message>
    <message>
      <source>How much to show</source>
      <translation>כמה להציג</translation>
    </message>
    <message>
      <source>In the clinic</source>
      <translation>נשמר במרפאה</translation>
    </message>
    <message>
      <source>Insert a snippet or a template…</source>
      <translation>הוספת קיצור טקסט או תבנית…</translation>
    </message>
    <message>
      <source>It is being signed: nothing is typed until that is done.</source>
      <translation>החתימה מתבצעת: אי אפשר להקליד עד שתסתיים.</translation>
    </message>
    <message>
      <source>It is signed in your name and cannot be changed afterwards, only amended.</source>
      <translation>הסיכום ייחתם בשמך, ואחר כך אי אפשר לשנות אותו אלא רק לתקן.</translation>
    </message>
    <message>
      <source>It leaves the client's record, and waits under Deleted with your reason.</source>
      <translation>הסיכום ייעלם מהתיק, וימתין תחת "נמחקו" עם הסיבה שצוינה.</translation>
    </message>
    <message>
      <source>Its time of day stays as it is.</source>
      <translation>שעת הטיפול נשארת כפי שהיא.</translation>
    </message>
    <message>
      <source>Keep both, one after the other</source>
      <translation>השארת שניהם, זה אחר זה</translation>
    </message>
    <message>
      <source>Keep that of {device}</source>
      <translation>השארת הנוסח של {device}</translation>
    </message>
    <message>
      <source>Keep the other laptop's</source>
      <translation>השארת הנוסח של המחשב האחר</translation>
    </message>
    <message>
      <source>Keep this laptop's</source>
      <translation>השארת הנוסח של המחשב הזה</translation>
    </message>
    <message>
      <source>Last 12 months</source>
      <translation>12 החודשים האחרונים</translation>
    </message>
    <message>
      <source>Left empty: {names}.</source>
      <translation>נשארו ריקים: {names}.</translation>
    </message>
    <message>
      <source>Locked by {who}, {when}, not signed</source>
      <translation>ננעל על ידי {who}, {when}, לא חתום</translation>
    </message>
    <message>
      <source>More</source>
      <translation>עוד</translation>
    </message>
    <message>
      <source>Next place</source>
      <translation>המופע הבא בטקסט</translation>
    </message>
    <message>
      <source>No drafts</source>
      <translation>אין טיוטות</translation>
    </message>
    <message>
      <source>No earlier note has these words.</source>
      <translation>המילים האלה לא מופיעות באף סיכום קודם.</translation>
    </message>
    <message>
      <source>No earlier note of this client has such words in this field</source>
      <translation>המילים האלה לא מופיעות בשדה הזה באף סיכום קודם של המטופל/ת</translation>
    </message>
    <message>
      <source>No field of this template is empty here, so nothing was filled in</source>
      <translation>אף שדה של התבנית אינו ריק כאן, לכן דבר לא מולא</translation>
    </message>
    <message>
      <source>No notes yet</source>
      <translation>אין עדיין סיכומים</translation>
    </message>
    <message>
      <source>Not filled in: {prompts}.</source>
      <translation>לא מולאו: {prompts}.</translation>
    </message>
    <message>
      <source>Not in this note</source>
      <translation>לא נמצא בסיכום הזה</translation>
    </message>
    <message>
      <source>Not saved</source>
      <translation>לא נשמר</translation>
    </message>
    <message>
      <source>Not yet in the clinic</source>
      <translation>עדיין לא במרפאה</translation>
    </message>
    <message>
      <source>Note</source>
      <translation>סיכום</translation>
    </message>
    <message>
      <source>Note deleted. It can be restored at any time: All notes, Deleted</source>
      <translation>הסיכום נמחק. אפשר לשחזר אותו בכל עת: כל הסיכומים, נמחקו</translation>
    </message>
    <message>
      <source>Note deleted. It can be restored for 30 days: All notes, Deleted</source>
      <translation>הסיכום נמחק. אפשר לשחזר אותו במשך 30 יום: כל הסיכומים, נמחקו</translation>
    </message>
    <message>
      <source>Note restored</source>
      <translation>הסיכום שוחזר</translation>
    </message>
    <message>
      <source>Note signed</source>
      <translation>הסיכום נחתם</translation>
    </message>
    <message>
      <source>Notes</source>
      <translation>סיכומים</translation>
    </message>
    <message>
      <source>Notes after {day} were searched; older ones follow by themselves.</source>
      <translation>נערך חיפוש בסיכומים שאחרי {day}; הקודמים יתווספו מעצמם.</translation>
    </message>
    <message>
      <source>Notes after {day} were searched; one more follows by itself.</source>
      <translation>נערך חיפוש בסיכומים שאחרי {day}; עוד אחד יתווסף מעצמו.</translation>
    </message>
    <message>
      <source>Notes after {day} were searched; {n} more follow by themselves.</source>
      <translation>נערך חיפוש בסיכומים שאחרי {day}; עוד {n} יתווספו מעצמם.</translation>
    </message>
    <message>
      <source>Notes of this time were searched: their words, files and clients’ names.</source>
      <translation>נערך חיפוש בסיכומים מהתקופה הזו: במילים, בקבצים ובשמות המטופלים.</translation>
    </message>
    <message>
      <source>Notes of which days</source>
      <translation>סיכומים מאילו ימים</translation>
    </message>
    <message>
      <source>Nothing deleted</source>
      <translation>דבר לא נמחק</translation>
    </message>
    <message>
      <source>Nothing found for “{wanted}”</source>
      <translation>לא נמצא דבר עבור “{wanted}”</translation>
    </message>
    <message>
      <source>Nothing found yet for “{wanted}”</source>
      <translation>עדיין לא נמצא דבר עבור “{wanted}”</translation>
    </message>
    <message>
      <source>Nothing signed yet</source>
      <translation>אין עדיין סיכומים חתומים</translation>
    </message>
    <message>
      <source>Nothing to sign</source>
      <translation>אין סיכומים לחתימה</translation>
    </message>
    <message>
      <source>Nothing written yet</source>
      <translation>עדיין לא נכתב דבר</translation>
    </message>
    <message>
      <source>O</source>
      <translation>O</translation>
    </message>
    <message>
      <source>Objective</source>
      <translation>אובייקטיבי</translation>
    </message>
    <message>
      <source>On another laptop</source>
      <translation>במחשב אחר</translation>
    </message>
    <message>
      <source>On this laptop</source>
      <translation>במחשב הזה</translation>
    </message>
    <message>
      <source>On which day was the session?</source>
      <translation>באיזה יום היה הטיפול?</translation>
    </message>
    <message>
      <source>On {device}</source>
      <translation>ב-{device}</translation>
    </message>
    <message>
      <source>Only drafts were searched: their words and their clients’ names.</source>
      <translation>נערך חיפוש בטיוטות בלבד: במילים ובשמות המטופלים.</translation>
    </message>
    <message>
      <source>Only notes to sign were searched: their words and their clients’ names.</source>
      <translation>נערך חיפוש רק בסיכומים לחתימה: במילים ובשמות המטופלים.</translation>
    </message>
    <message>
      <source>Only signed notes were searched: their words and their clients’ names.</source>
      <translation>נערך חיפוש רק בסיכומים חתומים: במילים ובשמות המטופלים.</translation>
    </message>
    <message>
      <source>Open Inbox</source>
      <translation>פתיחת הדואר הנכנס</translation>
    </message>
    <message>
      <source>Open a client or an appointment and press N: the note is saved while you write.</source>
      <translation>פותחים כרטיס מטופל או תור ולוחצים על N: הסיכום נשמר תוך כדי כתיבה.</translation>
    </message>
    <message>
      <source>P</source>
      <translation>P</translation>
    </message>
    <message>
      <source>PDF</source>
      <translation>PDF</translation>
    </message>
    <message>
      <source>Paste</source>
      <translation>הדבקה</translation>
    </message>
    <message>
      <source>Phrases of earlier notes</source>
      <translation>ביטויים מסיכומים קודמים</translation>
    </message>
    <message>
      <source>Phrases of earlier notes…</source>
      <translation>ביטויים מסיכומים קודמים…</translation>
    </message>
    <message>
      <source>Plan</source>
      <translation>תוכנית</translation>
    </message>
    <message>
      <source>Previous</source>
      <translation>הקודם</translation>
    </message>
    <message>
      <source>Previous note</source>
      <translation>הסיכום הקודם</translation>
    </message>
    <message>
      <source>Previous place</source>
      <translation>המופע הקודם בטקסט</translation>
    </message>
    <message>
      <source>Print</source>
      <translation>הדפסה</translation>
    </message>
    <message>
      <source>Reason</source>
      <translation>סיבה</translation>
    </message>
    <message>
      <source>Reason for the addendum</source>
      <translation>סיבת התוספת</translation>
    </message>
    <message>
      <source>Reason for the amendment</source>
      <translation>סיבת התיקון</translation>
    </message>
    <message>
      <source>Reason, such as: said by telephone after the session</source>
      <translation>סיבה, למשל: נאמר בטלפון אחרי הטיפול</translation>
    </message>
    <message>
      <source>Reason, such as: wrong side written down</source>
      <translation>סיבה, למשל: נרשם הצד הלא נכון</translation>
    </message>
    <message>
      <source>Reason: {reason}</source>
      <translation>סיבה: {reason}</translation>
    </message>
    <message>
      <source>Recent</source>
      <translation>אחרונים</translation>
    </message>
    <message>
      <source>Redo</source>
      <translation>ביצוע חוזר</translation>
    </message>
    <message>
      <source>Restore note</source>
      <translation>שחזור הסיכום</translation>
    </message>
    <message>
      <source>S</source>
      <translation>S</translation>
    </message>
    <message>
      <source>Save amendment</source>
      <translation>שמירת התיקון</translation>
    </message>
    <message>
      <source>Save as PDF</source>
      <translation>שמירה כ-PDF</translation>
    </message>
    <message>
      <source>Save the signed note</source>
      <translation>שמירת הסיכום החתום</translation>
    </message>
    <message>
      <source>Save the signed note as a file</source>
      <translation>שמירת הסיכום החתום כקובץ</translation>
    </message>
    <message>
      <source>Save the signed note as a file?</source>
      <translation>לשמור את הסיכום החתום כקובץ?</translation>
    </message>
    <message>
      <source>Saved on this laptop</source>
      <translation>נשמר במחשב הזה</translation>
    </message>
    <message>
      <source>Saving on this laptop…</source>
      <translation>נשמר כעת במחשב הזה…</translation>
    </message>
    <message>
      <source>Search earlier notes</source>
      <translation>חיפוש בסיכומים קודמים</translation>
    </message>
    <message>
      <source>Search in all notes</source>
      <translation>חיפוש בכל הסיכומים</translation>
    </message>
    <message>
      <source>Search snippets and templates</source>
      <translation>חיפוש קיצורי טקסט ותבניות</translation>
    </message>
    <message>
      <source>Select all</source>
      <translation>בחירת הכול</translation>
    </message>
    <message>
      <source>Show both</source>
      <translation>הצגת שניהם</translation>
    </message>
    <message>
      <source>Sign</source>
      <translation>חתימה</translation>
    </message>
    <message>
      <source>Sign addendum</source>
      <translation>חתימה על התוספת</translation>
    </message>
    <message>
      <source>Sign and lock</source>
      <translation>חתימה ונעילה</translation>
    </message>
    <message>
      <source>Sign this note?</source>
      <translation>לחתום על הסיכום?</translation>
    </message>
    <message>
      <source>Signed</source>
      <translation>חתומים</translation>
    </message>
    <message>
      <source>Signed by {who}, {when}</source>
      <translation>נחתם על ידי {who}, {when}</translation>
    </message>
    <message>
      <source>Signed note saved; it is readable by whoever has the file</source>
      <translation>הסיכום החתום נשמר; כל מי שהקובץ בידיו יכול לקרוא אותו</translation>
    </message>
    <message>
      <source>Signed, no time limit</source>
      <translation>חתום, ללא הגבלת זמן</translation>
    </message>
    <message>
      <source>Snippets and templates</source>
      <translation>קיצורי טקסט ותבניות</translation>
    </message>
    <message>
      <source>Snippets: at the caret</source>
      <translation>קיצורי טקסט: במקום הסמן</translation>
    </message>
    <message>
      <source>Struck words were taken out, underlined words were put in.</source>
      <translation>מילים בקו חוצה הוסרו, מילים בקו תחתון נוספו.</translation>
    </message>
    <message>
      <source>Subjective</source>
      <translation>סובייקטיבי</translation>
    </message>
    <message>
      <source>Summary</source>
      <translation>תקציר</translation>
    </message>
    <message>
      <source>Templates: into empty fields</source>
      <translation>תבניות: בשדות הריקים</translation>
    </message>
    <message>
      <source>The addendum is not signed. What was signed stays as it is.</source>
      <translation>התוספת לא נחתמה. מה שנחתם נשאר כפי שהוא.</translation>
    </message>
    <message>
      <source>The amendment is not saved. What was signed stays as it is.</source>
      <translation>התיקון לא נשמר. מה שנחתם נשאר כפי שהוא.</translation>
    </message>
    <message>
      <source>The file is not encrypted: whoever has it can read the note and check who signed it, without this program. Tell them the practice's code, which Settings shows under Practice. That the note was exported is recorded.</source>
      <translation>הקובץ אינו מוצפן: כל מי שהוא בידיו יכול לקרוא את הסיכום ולבדוק מי חתם עליו, גם בלי התוכנה הזו. יש למסור לו את קוד הקליניקה, שמופיע בהגדרות תחת ״קליניקה״. הייצוא של הסיכום נרשם.</translation>
    </message>
    <message>
      <source>The note before says nothing in this field</source>
      <translation>בסיכום הקודם אין דבר בשדה הזה</translation>
    </message>
    <message>
      <source>The signature of version {numbers} ({signer}) does not hold: what stands here is not what was signed. Treat it as unsigned. Compare it with the laptop it was written on or with a printed copy, and amend it where it is wrong; all versions stay readable.</source>
      <translation>החתימה על גרסה {numbers} ({signer}) אינה תקפה: מה שמופיע כאן אינו מה שנחתם. יש להתייחס אליו כלא חתום. יש להשוות אותו למחשב שבו נכתב או לעותק מודפס, ולתקן אותו היכן שהוא שגוי; כל הגרסאות נשארות קריאות.</translation>
    </message>
    <message>
      <source>The system's keyring did not answer for you. Type your passphrase.</source>
      <translation>מחזיק המפתחות של המערכת לא אישר את הזהות. יש להקליד את משפט הסיסמה.</translation>
    </message>
    <message>
      <source>There are no texts yet. Add them in Settings, Note templates or Text snippets.</source>
      <translation>אין עדיין טקסטים. אפשר להוסיף אותם בהגדרות, תחת ״תבניות סיכום״ או ״קיצורי טקסט״.</translation>
    </message>
    <message>
      <source>This is the first note for this client.</source>
      <translation>זה הסיכום הראשון בתיק הזה.</translation>
    </message>
    <message>
      <source>This note may begin with the template “{name}”.</source>
      <translation>אפשר להתחיל את הסיכום בתבנית “{name}”.</translation>
    </message>
    <message>
      <source>This note was signed on another device. What you typed since then is in the Inbox as a proposed amendment.</source>
      <translation>הסיכום הזה נחתם במכשיר אחר. מה שהוקלד מאז נמצא בדואר הנכנס כהצעה לתיקון.</translation>
    </message>
    <message>
      <source>This year</source>
      <translation>השנה</translation>
    </message>
    <message>
      <source>To sign</source>
      <translation>לחתימה</translation>
    </message>
    <message>
      <source>Try again</source>
      <translation>ניסיון נוסף</translation>
    </message>
    <message>
      <source>Two laptops wrote otherwise here. Both texts are kept.</source>
      <translation>בשני מחשבים נכתב כאן אחרת. שני הטקסטים נשמרו.</translation>
    </message>
    <message>
      <source>Type your passphrase: this is signed in your name.</source>
      <translation>יש להקליד את משפט הסיסמה: החתימה היא בשמך.</translation>
    </message>
    <message>
      <source>Undo</source>
      <translation>ביטול הפעולה</translation>
    </message>
    <message>
      <source>Unknown person</source>
      <translation>שם לא ידוע</translation>
    </message>
    <message>
      <source>Version {number}</source>
      <translation>גרסה {number}</translation>
    </message>
    <message>
      <source>Versions</source>
      <translation>גרסאות</translation>
    </message>
    <message>
      <source>What comes next: treatment, exercises, advice, next visit</source>
      <translation>מה בהמשך: טיפול, תרגילים, המלצות, המפגש הבא</translation>
    </message>
    <message>
      <source>What is added</source>
      <translation>מה נוסף</translation>
    </message>
    <message>
      <source>What the client tells: complaint, course, pain, sleep, goals</source>
      <translation>מה סופר בטיפול: תלונה, מהלך, כאב, שינה, מטרות</translation>
    </message>
    <message>
      <source>What the older notes have comes up here by itself.</source>
      <translation>מה שיש בסיכומים הישנים יותר יופיע כאן מעצמו.</translation>
    </message>
    <message>
      <source>What was signed stays readable. Say why it changes:</source>
      <translation>מה שנחתם נשאר קריא. מה סיבת השינוי:</translation>
    </message>
    <message>
      <source>What was signed stays word for word. This comes below the plan, with the day and your name.</source>
      <translation>מה שנחתם נשאר מילה במילה. התוספת תופיע מתחת לתוכנית, עם התאריך והשם שלך.</translation>
    </message>
    <message>
      <source>What you make of it: findings, progress, reaction to treatment</source>
      <translation>מה המסקנה: ממצאים, התקדמות, תגובה לטיפול</translation>
    </message>
    <message>
      <source>What you observe and measure: posture, range, palpation, tests</source>
      <translation>מה נצפה ונמדד: יציבה, טווח, מישוש, מבחנים</translation>
    </message>
    <message>
      <source>Which notes</source>
      <translation>אילו סיכומים</translation>
    </message>
    <message>
      <source>Your passphrase, to sign in your name</source>
      <translation>משפט הסיסמה שלך, לחתימה בשמך</translation>
    </message>
    <message>
      <source>added to {count}×</source>
      <translation>נוספה תוספת {count}×</translation>
    </message>
    <message>
      <source>amended {count}×</source>
      <translation>תוקן {count}×</translation>
    </message>
    <message>
      <source>cannot be checked yet</source>
      <translation>עדיין אי אפשר לבדוק</translation>
    </message>
    <message>
      <source>cannot be checked yet: this laptop does not know the one that signed; syncing with the clinic brings what it needs</source>
      <translation>עדיין אי אפשר לבדוק: המחשב הזה לא מכיר את מי שחתם; סנכרון עם המרפאה יביא את מה שנדרש</translation>
    </message>
    <message>
      <source>deleted {when}</source>
      <translation>נמחק {when}</translation>
    </message>
    <message>
      <source>draft</source>
      <translation>טיוטה</translation>
    </message>
    <message>
      <source>genuine</source>
      <translation>אותנטי</translation>
    </message>
    <message>
      <source>last day</source>
      <translation>יום אחרון</translation>
    </message>
    <message>
      <source>locked {when}</source>
      <translation>ננעל {when}</translation>
    </message>
    <message>
      <source>not genuine</source>
      <translation>לא אותנטי</translation>
    </message>
    <message>
      <source>not genuine: this text is not what was signed</source>
      <translation>לא אותנטי: הטקסט הזה אינו מה שנחתם</translation>
    </message>
    <message>
      <source>not signed</source>
      <translation>לא חתום</translation>
    </message>
    <message>
      <source>signed</source>
      <translation>חתום</translation>
    </message>
    <message>
      <source>signed by {who}, {when}</source>
      <translation>נחתם על ידי {who}, {when}</translation>
    </message>
    <message>
      <source>signed {when}</source>
      <translation>נחתם {when}</translation>
    </message>
    <message>
      <source>signer unknown</source>
      <translation>זהות החותם לא ידועה</translation>
    </message>
    <message>
      <source>somebody who is not known here</source>
      <translation>מי שאינו מוכר כאן</translation>
    </message>
    <message>
      <source>still a draft</source>
      <translation>עדיין טיוטה</translation>
    </message>
    <message>
      <source>time unknown</source>
      <translation>מועד לא ידוע</translation>
    </message>
    <message>
      <source>{day} · deleted</source>
      <translation>{day} · נמחק</translation>
    </message>
    <message>
      <source>{day} · draft</source>
      <translation>{day} · טיוטה</translation>
    </message>
    <message>
      <source>{day} · locked {when}</source>
      <translation>{day} · ננעל {when}</translation>
    </message>
    <message>
      <source>{day} · locked {when} · amended {count}×</source>
      <translation>{day} · ננעל {when} · תוקן {count}×</translation>
    </message>
    <message>
      <source>{day} · {state}</source>
      <translation>{day} · {state}</translation>
    </message>
    <message>
      <source>{device} is writing in {fields}</source>
      <translation>כתיבה כעת ב-{device}, בשדות: {fields}</translation>
    </message>
    <message>
      <source>{device} wrote otherwise here. Both texts are kept.</source>
      <translation>ב-{device} נכתב כאן אחרת. שני הטקסטים נשמרו.</translation>
    </message>
    <message>
      <source>{error} The addendum is not signed: it waits in its note.</source>
      <translation>{error} התוספת לא נחתמה: היא ממתינה בסיכום שלה.</translation>
    </message>
    <message>
      <source>{error} The amendment is not signed: it waits in its note.</source>
      <translation>{error} התיקון לא נחתם: הוא ממתין בסיכום שלו.</translation>
    </message>
    <message>
      <source>{error} What you typed is still here; keep this note open.</source>
      <translation>{error} מה שהוקלד עדיין כאן; יש להשאיר את הסיכום פתוח.</translation>
    </message>
    <message>
      <source>{fields}: put together with what another device wrote.</source>
      <translation>{fields}: אוחד עם מה שנכתב במכשיר אחר.</translation>
    </message>
    <message>
      <source>{length} of {limit} characters</source>
      <translation>{length} מתוך {limit} תווים</translation>
    </message>
    <message>
      <source>{length} of {limit} characters: {over} too many to sign</source>
      <translation>{length} מתוך {limit} תווים: {over} תווים יותר מדי לחתימה</translation>
    </message>
    <message>
      <source>{number} of {count}</source>
      <translation>{number} מתוך {count}</translation>
    </message>
    <message>
      <source>{n} days left</source>
      <translation>נותרו {n} ימים</translation>
    </message>
    <message>
      <source>{n} mark</source>
      <translation>סימון אחד</translation>
    </message>
    <message>
      <source>{n} marks</source>
      <translation>{n} סימונים</translation>
    </message>
    <message>
      <source>{phrase}, {number} of {count}</source>
      <translation>{phrase}, {number} מתוך {count}</translation>
    </message>
    <message>
      <source>{said}, {state}</source>
      <translation>{said}, {state}</translation>
    </message>
    <message>
      <source>{share} % stands word for word in earlier notes.</source>
      <translation>{share}% מהטקסט מופיע מילה במילה בסיכומים קודמים.</translation>
    </message>
    <message>
      <source>{who} · {state}</source>
      <translation>{who} · {state}</translation>
    </message>
  </context>
  <context>
    <name>Notice</name>
    <message>
      <source>PazPaz</source>
      <translation>PazPaz</translation>
    </message>
    <message>
      <source>Your next appointment is in 1 minute</source>
      <translation>התור הבא שלך בעוד דקה אחת</translation>
    </message>
    <message>
      <source>Your next appointment is in {n} minutes</source>
      <translation>התור הבא שלך בעוד {n} דקות</translation>
    </message>
    <message>
      <source>{words}: {initials}</source>
      <translation>{words}: {initials}</translation>
    </message>
  </context>
  <context>
    <name>Palette</name>
    <message>
      <source>Add an hour to book {name}</source>
      <translation>יש להוסיף שעה כדי לקבוע תור ל{name}</translation>
    </message>
    <message>
      <source>Add the client, then choose a free time</source>
      <translation>הוספת המטופל, ואז בחירת זמן פנוי</translation>
    </message>
    <message>
      <source>Appointments</source>
      <translation>תורים</translation>
    </message>
    <message>
      <source>Book</source>
      <translation>קביעת תור</translation>
    </message>
    <message>
      <source>Book {name}</source>
      <translation>קביעת תור: {name}</translation>
    </message>
    <message>
      <source>Book {name} as a new client</source>
      <translation>קביעת תור: {name}, כמטופל חדש</translation>
    </message>
    <message>
      <source>Choose in the list</source>
      <translation>בחירה ברשימה</translation>
    </message>
    <message>
      <source>Clients</source>
      <translation>מטופלים</translation>
    </message>
    <message>
      <source>Do</source>
      <translation>פעולות</translation>
    </message>
    <message>
      <source>Do what is chosen</source>
      <translation>ביצוע מה שנבחר</translation>
    </message>
    <message>
      <source>Files</source>
      <translation>קבצים</translation>
    </message>
    <message>
      <source>Go to</source>
      <translation>מעבר אל</translation>
    </message>
    <message>
      <source>Hide what others should not read</source>
      <translation>הסתרת מה שאינו לעיני אחרים</translation>
    </message>
    <message>
      <source>Keys</source>
      <translation>קיצורי מקשים</translation>
    </message>
    <message>
      <source>Lock</source>
      <translation>נעילה</translation>
    </message>
    <message>
      <source>New appointment</source>
      <translation>תור חדש</translation>
    </message>
    <message>
      <source>New client</source>
      <translation>מטופל/ת חדש/ה</translation>
    </message>
    <message>
      <source>Not understood in this booking: {words}</source>
      <translation>לא הובן בקביעת התור: {words}</translation>
    </message>
    <message>
      <source>Notes</source>
      <translation>סיכומים</translation>
    </message>
    <message>
      <source>Notes up to {day} are still being made ready for search.</source>
      <translation>הסיכומים עד {day} עדיין מוכנסים לחיפוש.</translation>
    </message>
    <message>
      <source>Nothing found.</source>
      <translation>לא נמצא דבר.</translation>
    </message>
    <message>
      <source>Older notes</source>
      <translation>סיכומים ישנים יותר</translation>
    </message>
    <message>
      <source>Open {name} to restore them</source>
      <translation>פתיחת הכרטיס של {name} לשחזור</translation>
    </message>
    <message>
      <source>Remind clients</source>
      <translation>שליחת תזכורות למטופלים</translation>
    </message>
    <message>
      <source>Results</source>
      <translation>תוצאות</translation>
    </message>
    <message>
      <source>Search</source>
      <translation>חיפוש</translation>
    </message>
    <message>
      <source>Search the notes for “{wanted}”</source>
      <translation>חיפוש “{wanted}” בסיכומים</translation>
    </message>
    <message>
      <source>Search, or book in one line: name tue 10</source>
      <translation>חיפוש, או קביעת תור בשורה אחת: שם שלישי 10</translation>
    </message>
    <message>
      <source>Settings</source>
      <translation>הגדרות</translation>
    </message>
    <message>
      <source>Settings: {page}</source>
      <translation>הגדרות: {page}</translation>
    </message>
    <message>
      <source>So far only notes back to {day} were looked through.</source>
      <translation>עד כה נבדקו רק סיכומים מ{day} ואילך.</translation>
    </message>
    <message>
      <source>Such as: {name} tue 10:30 60m, or {name} 3.12. 14-15</source>
      <translation>למשל: {name} שלישי 10:30 שעה, או {name} 3.12. 14-15</translation>
    </message>
    <message>
      <source>Up and Down</source>
      <translation>חץ למעלה וחץ למטה</translation>
    </message>
    <message>
      <source>What was settled</source>
      <translation>מה שכבר הוכרע</translation>
    </message>
    <message>
      <source>abbreviations phrases</source>
      <translation>קיצורי טקסט קיצורים ביטויים abbreviations phrases</translation>
    </message>
    <message>
      <source>add person patient</source>
      <translation>הוספה אדם מטופל מטופלת לקוח add person patient</translation>
    </message>
    <message>
      <source>archived</source>
      <translation>בארכיון</translation>
    </message>
    <message>
      <source>attachments limit size room megabytes</source>
      <translation>קבצים מצורפים מגבלה גודל נפח מקום מגהבייט</translation>
    </message>
    <message>
      <source>audit log who changed history protocol</source>
      <translation>ביקורת יומן מי שינה היסטוריה תיעוד פרוטוקול audit log who changed history protocol</translation>
    </message>
    <message>
      <source>blur privacy initials</source>
      <translation>טשטוש הסתרה פרטיות ראשי תיבות blur privacy initials</translation>
    </message>
    <message>
      <source>book schedule add</source>
      <translation>קביעה לקבוע תור תזמון הוספה book schedule add</translation>
    </message>
    <message>
      <source>bring in load another program csv json</source>
      <translation>ייבוא הבאה טעינה תוכנה אחרת קובץ bring in load another program csv json</translation>
    </message>
    <message>
      <source>closed holiday lunch break away</source>
      <translation>סגור סגירה חג חופש הפסקת צהריים היעדרות זמן חסום closed holiday lunch break away</translation>
    </message>
    <message>
      <source>conflicts questions</source>
      <translation>סתירות שאלות conflicts questions</translation>
    </message>
    <message>
      <source>connect server sync demo laptop</source>
      <translation>חיבור שרת סנכרון הדגמה מחשב נייד connect server sync demo laptop</translation>
    </message>
    <message>
      <source>csv json download take away</source>
      <translation>ייצוא הורדה לקחת csv json download take away</translation>
    </message>
    <message>
      <source>dark light high contrast theme colours language hebrew shortcuts letters</source>
      <translation>כהה בהיר ניגודיות מראה צבעים שפה עברית אנגלית קיצורים אותיות dark light high contrast theme colours language hebrew shortcuts letters</translation>
    </message>
    <message>
      <source>every day</source>
      <translation>כל יום</translation>
    </message>
    <message>
      <source>every month</source>
      <translation>כל חודש</translation>
    </message>
    <message>
      <source>every week</source>
      <translation>כל שבוע</translation>
    </message>
    <message>
      <source>every year</source>
      <translation>כל שנה</translation>
    </message>
    <message>
      <source>every {n} days</source>
      <translation>כל {n} ימים</translation>
    </message>
    <message>
      <source>every {n} months</source>
      <translation>כל {n} חודשים</translation>
    </message>
    <message>
      <source>every {n} weeks</source>
      <translation>כל {n} שבועות</translation>
    </message>
    <message>
      <source>every {n} years</source>
      <translation>כל {n} שנים</translation>
    </message>
    <message>
      <source>help shortcuts</source>
      <translation>עזרה קיצורים קיצורי מקשים help shortcuts</translation>
    </message>
    <message>
      <source>holidays closed days vacation public holiday Israel country</source>
      <translation>חגים ימים סגורים ימי סגירה חופשה חג שבתון ישראל מדינה holidays closed days vacation public holiday Israel country</translation>
    </message>
    <message>
      <source>ical ics export google outlook</source>
      <translation>יומן גוגל אאוטלוק ייצוא קובץ ical ics export google outlook</translation>
    </message>
    <message>
      <source>ical ics google outlook apple</source>
      <translation>יומן גוגל אאוטלוק אפל ical ics google outlook apple</translation>
    </message>
    <message>
      <source>laptops people let in remove lost stolen</source>
      <translation>מחשבים מכשירים אנשים צוות אישור הסרה אבד נגנב laptops people let in remove lost stolen</translation>
    </message>
    <message>
      <source>once</source>
      <translation>פעם אחת</translation>
    </message>
    <message>
      <source>opening working hours break room time zone week name slot</source>
      <translation>שעות פתיחה שעות עבודה הפסקה חדר אזור זמן שבוע שם זמן פנוי opening working hours break room time zone week name slot</translation>
    </message>
    <message>
      <source>passphrase password recovery paper print quick unlock lock idle minutes</source>
      <translation>משפט סיסמה סיסמה דף שחזור הדפסה פתיחה מהירה נעילה חוסר פעילות דקות passphrase password recovery paper print quick unlock lock idle minutes</translation>
    </message>
    <message>
      <source>prefilled beginning of a note</source>
      <translation>תבנית נוסח מוכן תחילת סיכום prefilled beginning of a note</translation>
    </message>
    <message>
      <source>reminder text template sms whatsapp e-mail country code notice</source>
      <translation>תזכורת נוסח תבנית הודעה מסרון וואטסאפ דוא״ל מייל קידומת מדינה reminder text template sms whatsapp e-mail country code notice</translation>
    </message>
    <message>
      <source>reminders tomorrow message mail</source>
      <translation>תזכורות מחר הודעה דוא״ל מייל reminders tomorrow message mail</translation>
    </message>
    <message>
      <source>roles rights assistant therapist reads only privacy</source>
      <translation>תפקידים הרשאות עוזר עוזרת מטפל מטפלת קריאה בלבד פרטיות roles rights assistant therapist reads only privacy</translation>
    </message>
    <message>
      <source>save copy</source>
      <translation>שמירה עותק גיבוי save copy</translation>
    </message>
    <message>
      <source>save copy disk restore download</source>
      <translation>שמירה עותק גיבוי דיסק שחזור הורדה save copy disk restore download</translation>
    </message>
    <message>
      <source>slot gap opening</source>
      <translation>זמן פנוי חלון רווח slot gap opening</translation>
    </message>
    <message>
      <source>spelling spell check dictionary misspelt hebrew english british my words</source>
      <translation>איות בדיקת איות מילון שגיאות כתיב עברית אנגלית בריטית המילים שלי spelling spell check dictionary misspelt hebrew english british my words</translation>
    </message>
    <message>
      <source>version update licences upgrade new release about</source>
      <translation>גרסה עדכון רישיונות שדרוג גרסה חדשה אודות version update licences upgrade new release about</translation>
    </message>
    <message>
      <source>waiting list queue</source>
      <translation>רשימת המתנה תור ממתינים waiting list queue</translation>
    </message>
    <message>
      <source>{n} times</source>
      <translation>{n} פעמים</translation>
    </message>
    <message>
      <source>{often}, {times}</source>
      <translation>{often}, {times}</translation>
    </message>
  </context>
  <context>
    <name>Paper</name>
    <message>
      <source>A list of all files, then pictures and the pages of PDF files, scaled to the page</source>
      <translation>רשימה של כל הקבצים, ואחריה התמונות ועמודי קובצי ה-PDF, מותאמים לגודל הדף</translation>
    </message>
    <message>
      <source>A new recovery paper, made in Settings, makes this one worthless.</source>
      <translation>דף שחזור חדש, שנוצר בהגדרות, מבטל את תוקפו של הדף הזה.</translation>
    </message>
    <message>
      <source>Any PDF program asks for the password. Without it nobody can open the file, nor can PazPaz: it keeps no password. That the file was made is recorded.</source>
      <translation>כל תוכנת PDF תבקש את הסיסמה. בלעדיה איש אינו יכול לפתוח את הקובץ, גם לא PazPaz: הסיסמה אינה נשמרת. יצירת הקובץ נרשמת.</translation>
    </message>
    <message>
      <source>By hand, printed or as a file. Printers may keep what they printed, so use your own; keep a file on another disk, never on a laptop of the practice.</source>
      <translation>בכתב יד, בהדפסה או כקובץ. מדפסות עלולות לשמור את מה שהודפס בהן, ולכן כדאי להשתמש במדפסת פרטית; קובץ יש לשמור בכונן אחר, לעולם לא במחשב של הקליניקה.</translation>
    </message>
    <message>
      <source>By hand, printed or as a file: whoever has it and this laptop can read everything. Printers may keep what they printed, so use your own; keep a file on another disk, never on this laptop.</source>
      <translation>בכתב יד, בהדפסה או כקובץ: כל מי שמחזיק בו ובמחשב הזה יכול לקרוא הכול. מדפסות עלולות לשמור את מה שהודפס בהן, ולכן כדאי להשתמש במדפסת פרטית; קובץ יש לשמור בכונן אחר, לעולם לא במחשב הזה.</translation>
    </message>
    <message>
      <source>Choose a place</source>
      <translation>בחירת מקום</translation>
    </message>
    <message>
      <source>Choose a printer</source>
      <translation>בחירת מדפסת</translation>
    </message>
    <message>
      <source>Encrypt it with a password (recommended)</source>
      <translation>הצפנה בסיסמה (מומלץ)</translation>
    </message>
    <message>
      <source>It has a sign that PDF programs read in different ways. Use letters and numbers.</source>
      <translation>יש בה סימן שתוכנות PDF קוראות בדרכים שונות. יש להשתמש באותיות ובמספרים.</translation>
    </message>
    <message>
      <source>Made on {day}. For: ____________________</source>
      <translation>נוצר ב{day}. עבור: ____________________</translation>
    </message>
    <message>
      <source>Making the PDF</source>
      <translation>יצירת ה-PDF</translation>
    </message>
    <message>
      <source>PDF programs cannot read one that is so long. Make it shorter.</source>
      <translation>תוכנות PDF אינן קוראות סיסמה ארוכה כל כך. יש לקצר אותה.</translation>
    </message>
    <message>
      <source>PDF saved, encrypted; it opens with its password alone</source>
      <translation>ה-PDF נשמר מוצפן; הוא נפתח רק בסיסמה שלו</translation>
    </message>
    <message>
      <source>PDF saved; it is readable by whoever has the file</source>
      <translation>ה-PDF נשמר; כל מי שמחזיק בקובץ יכול לקרוא אותו</translation>
    </message>
    <message>
      <source>Password of the file</source>
      <translation>סיסמת הקובץ</translation>
    </message>
    <message>
      <source>PazPaz recovery paper</source>
      <translation>דף שחזור של PazPaz</translation>
    </message>
    <message>
      <source>PazPaz recovery paper of the practice</source>
      <translation>דף השחזור של הקליניקה ב-PazPaz</translation>
    </message>
    <message>
      <source>Print</source>
      <translation>הדפסה</translation>
    </message>
    <message>
      <source>Print?</source>
      <translation>להדפיס?</translation>
    </message>
    <message>
      <source>Printers and their queues may keep what they printed: use one that you trust. That it was printed is recorded.</source>
      <translation>מדפסות ותורי ההדפסה שלהן עלולים לשמור את מה שהודפס: יש להשתמש במדפסת מהימנה. ההדפסה נרשמת.</translation>
    </message>
    <message>
      <source>Printing</source>
      <translation>מתבצעת הדפסה</translation>
    </message>
    <message>
      <source>Recovery code</source>
      <translation>קוד שחזור</translation>
    </message>
    <message>
      <source>Save as PDF</source>
      <translation>שמירה כ-PDF</translation>
    </message>
    <message>
      <source>Save as PDF?</source>
      <translation>לשמור כ-PDF?</translation>
    </message>
    <message>
      <source>Sent to the printer</source>
      <translation>נשלח למדפסת</translation>
    </message>
    <message>
      <source>Stop</source>
      <translation>עצירה</translation>
    </message>
    <message>
      <source>The PDF is saved. Treat it as you would the paper.</source>
      <translation>ה-PDF נשמר. יש לשמור עליו כמו על הדף עצמו.</translation>
    </message>
    <message>
      <source>The file is not encrypted: whoever has it can read it. Keep it where nobody else looks. That it was made is recorded.</source>
      <translation>הקובץ אינו מוצפן: כל מי שמחזיק בו יכול לקרוא אותו. יש לשמור אותו במקום שאיש אינו מסתכל בו. יצירתו נרשמת.</translation>
    </message>
    <message>
      <source>The last group is a checksum: it tells when another was typed wrong.</source>
      <translation>הקבוצה האחרונה היא סכום ביקורת: היא מגלה אם קבוצה אחרת הוקלדה בטעות.</translation>
    </message>
    <message>
      <source>The recovery paper was saved</source>
      <translation>דף השחזור נשמר</translation>
    </message>
    <message>
      <source>The recovery paper was sent to the printer</source>
      <translation>דף השחזור נשלח למדפסת</translation>
    </message>
    <message>
      <source>The same once more</source>
      <translation>אותה סיסמה פעם נוספת</translation>
    </message>
    <message>
      <source>The square holds the same code, for a camera.</source>
      <translation>בריבוע נמצא אותו קוד, לסריקה במצלמה.</translation>
    </message>
    <message>
      <source>This is not what stands above. Type it once more.</source>
      <translation>זו אינה הסיסמה שלמעלה. יש להקליד אותה שוב.</translation>
    </message>
    <message>
      <source>Type a password, or take the tick away to save without one.</source>
      <translation>יש להקליד סיסמה, או להסיר את הסימון כדי לשמור בלי סיסמה.</translation>
    </message>
    <message>
      <source>Type the password a second time.</source>
      <translation>יש להקליד את הסיסמה פעם שנייה.</translation>
    </message>
    <message>
      <source>When every laptop of the practice is lost, this code lets a new laptop of yours in, and everything comes back from the clinic's server: ask whoever runs that server. It opens no laptop; your own recovery paper does.</source>
      <translation>כשכל המחשבים של הקליניקה אבדו, הקוד הזה מאפשר לצרף מחשב חדש שלך, והכול חוזר משרת המרפאה: יש לפנות למי שמפעיל את השרת. הוא אינו פותח מחשב; לשם כך יש דף שחזור אישי.</translation>
    </message>
    <message>
      <source>When the passphrase is forgotten, this code opens your practice on the laptop it was made for: choose “Use the recovery paper” on the unlock page, type it, then choose a new passphrase.</source>
      <translation>כשמשפט הסיסמה נשכח, הקוד הזה פותח את הקליניקה במחשב שעבורו נוצר: יש לבחור "שימוש בדף השחזור" במסך הפתיחה, להקליד אותו, ואז לבחור משפט סיסמה חדש.</translation>
    </message>
    <message>
      <source>Whoever has this paper and the clinic's database can read everything: keep it where you keep your keys, away from the laptops and the server.</source>
      <translation>כל מי שמחזיק בדף הזה ובמסד הנתונים של המרפאה יכול לקרוא הכול: יש לשמור אותו במקום שבו שומרים מפתחות, הרחק מהמחשבים ומהשרת.</translation>
    </message>
    <message>
      <source>Whoever has this paper and the laptop can read everything: keep it where you keep your keys.</source>
      <translation>כל מי שמחזיק בדף הזה ובמחשב יכול לקרוא הכול: יש לשמור אותו במקום שבו שומרים מפתחות.</translation>
    </message>
    <message>
      <source>With the client's files</source>
      <translation>עם הקבצים של המטופל/ת</translation>
    </message>
    <message>
      <source>With the client's files, or not</source>
      <translation>עם הקבצים של המטופל/ת, או בלעדיהם</translation>
    </message>
  </context>
  <context>
    <name>Question</name>
    <message>
      <source>Cancel</source>
      <translation>ביטול</translation>
    </message>
  </context>
  <context>
    <name>Rail</name>
    <message>
      <source>Calendar</source>
      <translation>יומן</translation>
    </message>
    <message>
      <source>Clients</source>
      <translation>מטופלים</translation>
    </message>
    <message>
      <source>Inbox</source>
      <translation>דואר נכנס</translation>
    </message>
    <message>
      <source>Notes</source>
      <translation>סיכומים</translation>
    </message>
    <message>
      <source>Places</source>
      <translation>ניווט</translation>
    </message>
    <message>
      <source>Settings</source>
      <translation>הגדרות</translation>
    </message>
    <message>
      <source>Today</source>
      <translation>היום</translation>
    </message>
  </context>
  <context>
    <name>Reminders</name>
    <message>
      <source>1 of {all} not reminded yet</source>
      <translation>נותרה תזכורת אחת לשליחה מתוך {all}</translation>
    </message>
    <message>
      <source>A client who was removed</source>
      <translation>מטופל שהוסר</translation>
    </message>
    <message>
      <source>A program that is opened gets the name, the address or number, and these words.</source>
      <translation>תוכנה שנפתחת מקבלת את השם, את הכתובת או המספר, ואת המילים האלה.</translation>
    </message>
    <message>
      <source>Clients to remind</source>
      <translation>מטופלים לתזכורת</translation>
    </message>
    <message>
      <source>Copied. Was it sent?</source>
      <translation>הועתק. האם נשלח?</translation>
    </message>
    <message>
      <source>Copy the text</source>
      <translation>העתקת הטקסט</translation>
    </message>
    <message>
      <source>Done</source>
      <translation>סיום</translation>
    </message>
    <message>
      <source>English</source>
      <translation>אנגלית</translation>
    </message>
    <message>
      <source>Everyone's</source>
      <translation>של כולם</translation>
    </message>
    <message>
      <source>Hebrew</source>
      <translation>עברית</translation>
    </message>
    <message>
      <source>Language of the text</source>
      <translation>שפת הטקסט</translation>
    </message>
    <message>
      <source>Mark as sent</source>
      <translation>סימון כנשלח</translation>
    </message>
    <message>
      <source>Mine</source>
      <translation>שלי</translation>
    </message>
    <message>
      <source>Moved since: was told {moment}</source>
      <translation>התור הוזז מאז: המועד שנמסר הוא {moment}</translation>
    </message>
    <message>
      <source>No appointment begins on this day.</source>
      <translation>אין תורים שמתחילים ביום הזה.</translation>
    </message>
    <message>
      <source>No phone number and no e-mail address in the record.</source>
      <translation>אין בתיק מספר טלפון או כתובת דוא״ל.</translation>
    </message>
    <message>
      <source>No program on this laptop opens this, so nothing was sent. Copy the text instead.</source>
      <translation>אין במחשב הזה תוכנה שפותחת את זה, לכן דבר לא נשלח. אפשר להעתיק את הטקסט במקום זאת.</translation>
    </message>
    <message>
      <source>Nobody to remind</source>
      <translation>אין למי לשלוח תזכורת</translation>
    </message>
    <message>
      <source>Not reminded yet</source>
      <translation>עדיין לא נשלחה תזכורת</translation>
    </message>
    <message>
      <source>Not sent</source>
      <translation>לא נשלח</translation>
    </message>
    <message>
      <source>Not sent after all</source>
      <translation>בסוף לא נשלח</translation>
    </message>
    <message>
      <source>Nothing is booked in the next two weeks. Book in the calendar, then come back.</source>
      <translation>לא נקבע דבר לשבועיים הקרובים. אפשר לקבוע תורים ביומן ולחזור לכאן.</translation>
    </message>
    <message>
      <source>Open the client's record</source>
      <translation>פתיחת התיק</translation>
    </message>
    <message>
      <source>Opened as a message. Was it sent?</source>
      <translation>נפתח כהודעה. האם נשלח?</translation>
    </message>
    <message>
      <source>Opened in WhatsApp. Was it sent?</source>
      <translation>נפתח ב-WhatsApp. האם נשלח?</translation>
    </message>
    <message>
      <source>Opened in the mail program. Was it sent?</source>
      <translation>נפתח בתוכנת הדוא״ל. האם נשלח?</translation>
    </message>
    <message>
      <source>Print the day</source>
      <translation>הדפסת היום</translation>
    </message>
    <message>
      <source>Reminded {moment}, {how}</source>
      <translation>תזכורת נשלחה {moment}, {how}</translation>
    </message>
    <message>
      <source>Reminders</source>
      <translation>תזכורות</translation>
    </message>
    <message>
      <source>Reminders for today</source>
      <translation>תזכורות להיום</translation>
    </message>
    <message>
      <source>Reminders for tomorrow</source>
      <translation>תזכורות למחר</translation>
    </message>
    <message>
      <source>Reminders for {day}</source>
      <translation>תזכורות: {day}</translation>
    </message>
    <message>
      <source>Save the day as PDF</source>
      <translation>שמירת היום כ-PDF</translation>
    </message>
    <message>
      <source>The day after</source>
      <translation>היום הבא</translation>
    </message>
    <message>
      <source>The day before</source>
      <translation>היום הקודם</translation>
    </message>
    <message>
      <source>Whose appointments</source>
      <translation>התורים של מי</translation>
    </message>
    <message>
      <source>Write a message</source>
      <translation>כתיבת הודעה</translation>
    </message>
    <message>
      <source>Write an e-mail</source>
      <translation>כתיבת דוא״ל</translation>
    </message>
    <message>
      <source>Write in WhatsApp</source>
      <translation>כתיבה ב-WhatsApp</translation>
    </message>
    <message>
      <source>by WhatsApp</source>
      <translation>ב-WhatsApp</translation>
    </message>
    <message>
      <source>by another way</source>
      <translation>בדרך אחרת</translation>
    </message>
    <message>
      <source>by e-mail</source>
      <translation>בדוא״ל</translation>
    </message>
    <message>
      <source>by message</source>
      <translation>בהודעה</translation>
    </message>
    <message>
      <source>everybody is reminded</source>
      <translation>כולם קיבלו תזכורת</translation>
    </message>
    <message>
      <source>no appointments</source>
      <translation>אין תורים</translation>
    </message>
    <message>
      <source>no e-mail address</source>
      <translation>אין כתובת דוא״ל</translation>
    </message>
    <message>
      <source>no phone number</source>
      <translation>אין מספר טלפון</translation>
    </message>
    <message>
      <source>{how} · {name}</source>
      <translation>{how} · {name}</translation>
    </message>
    <message>
      <source>{n} of {all} not reminded yet</source>
      <translation>נותרו {n} תזכורות לשליחה מתוך {all}</translation>
    </message>
  </context>
  <context>
    <name>Roles</name>
    <message>
      <source>Assistant</source>
      <translation>עוזר/ת</translation>
    </message>
    <message>
      <source>Keeps the calendar, clients' contact data, services and locations. Notes, their files, medical histories, alerts, tags and remarks about clients never reach their laptop.</source>
      <translation>ניהול היומן, פרטי הקשר של המטופלים, סוגי הטיפול והמיקומים. סיכומים, הקבצים שלהם, היסטוריה רפואית, התרעות, תגיות והערות על מטופלים לעולם אינם מגיעים למחשב בתפקיד הזה.</translation>
    </message>
    <message>
      <source>Owner</source>
      <translation>בעלים</translation>
    </message>
    <message>
      <source>Reads and writes all of the treatment: notes, files, medical histories, alerts, tags.</source>
      <translation>קריאה וכתיבה של כל מה שבטיפול: סיכומים, קבצים, היסטוריה רפואית, התרעות, תגיות.</translation>
    </message>
    <message>
      <source>Reads and writes everything, lets people and laptops in, and decides who has which role.</source>
      <translation>קריאה וכתיבה של הכול, אישור של אנשים ומחשבים, והחלטה מי בכל תפקיד.</translation>
    </message>
    <message>
      <source>Reads everything that a therapist reads, and changes nothing.</source>
      <translation>קריאה של כל מה שמטפלים קוראים, בלי לשנות דבר.</translation>
    </message>
    <message>
      <source>Reads only</source>
      <translation>קריאה בלבד</translation>
    </message>
    <message>
      <source>Reads what an assistant reads, and changes nothing.</source>
      <translation>קריאה של מה שעוזרים קוראים, בלי לשנות דבר.</translation>
    </message>
    <message>
      <source>Saved</source>
      <translation>נשמר</translation>
    </message>
    <message>
      <source>The clinic's server gives each laptop only what its person's role reads, and clinical texts are encrypted with keys that only owners and therapists have.</source>
      <translation>שרת המרפאה נותן לכל מחשב רק מה שמותר לקרוא בתפקיד של מי שמשתמש בו, והטקסטים הקליניים מוצפנים במפתחות שנמצאים רק אצל בעלים ומטפלים.</translation>
    </message>
    <message>
      <source>Therapist</source>
      <translation>מטפל/ת</translation>
    </message>
    <message>
      <source>This practice's keys are from before: assistants' laptops still get medical histories, alerts and remarks about clients. Once all laptops have this program, the keys must be changed: letting in an assistant's laptop does it, and so does removing a laptop that nobody uses any more (Settings, Team and devices). Without either it takes an owner's laptop and a terminal: pazpaz rotate-key.</source>
      <translation>המפתחות של הקליניקה הזאת ישנים: מחשבים של עוזרים עדיין מקבלים היסטוריה רפואית, התרעות והערות על מטופלים. כשהתוכנה הזאת תהיה בכל המחשבים, יש להחליף את המפתחות: אישור של מחשב של עוזר/ת עושה זאת, וגם הסרה של מחשב שאיש אינו משתמש בו עוד (הגדרות, צוות ומכשירים). בלי אחד מאלה נדרשים מחשב של הבעלים ומסוף: pazpaz rotate-key.</translation>
    </message>
    <message>
      <source>Who reads what</source>
      <translation>מי קורא מה</translation>
    </message>
    <message>
      <source>Whoever only reads also reads what is clinical</source>
      <translation>גם מי שבקריאה בלבד קורא מידע קליני</translation>
    </message>
  </context>
  <context>
    <name>Search</name>
    <message>
      <source>Clear</source>
      <translation>ניקוי</translation>
    </message>
  </context>
  <context>
    <name>Series</name>
    <message>
      <source> times</source>
      <translation> פעמים</translation>
    </message>
    <message>
      <source>After some times</source>
      <translation>אחרי מספר פעמים</translation>
    </message>
    <message>
      <source>All to come</source>
      <translation>כל התורים הבאים</translation>
    </message>
    <message>
      <source>Cancel all appointments that are still to come?</source>
      <translation>לבטל את כל התורים שעוד לפנינו?</translation>
    </message>
    <message>
      <source>Cancel this appointment and all that follow?</source>
      <translation>לבטל את התור הזה ואת כל התורים שאחריו?</translation>
    </message>
    <message>
      <source>Cancel which appointments?</source>
      <translation>אילו תורים לבטל?</translation>
    </message>
    <message>
      <source>Change which appointments?</source>
      <translation>אילו תורים לשנות?</translation>
    </message>
    <message>
      <source>Closed or blocked on {days}</source>
      <translation>סגור או חסום ב־{days}</translation>
    </message>
    <message>
      <source>Daily</source>
      <translation>מדי יום</translation>
    </message>
    <message>
      <source>Delete which appointments?</source>
      <translation>אילו תורים למחוק?</translation>
    </message>
    <message>
      <source>Does not repeat</source>
      <translation>לא חוזר</translation>
    </message>
    <message>
      <source>Ends</source>
      <translation>סיום</translation>
    </message>
    <message>
      <source>Every</source>
      <translation>כל</translation>
    </message>
    <message>
      <source>Every day</source>
      <translation>כל יום</translation>
    </message>
    <message>
      <source>Every month on day {day}</source>
      <translation>כל חודש, ב־{day} בחודש</translation>
    </message>
    <message>
      <source>Every month on its last day</source>
      <translation>כל חודש, ביום האחרון</translation>
    </message>
    <message>
      <source>Every month on the {nth} {days}</source>
      <translation>כל חודש, ב{days} ה{nth}</translation>
    </message>
    <message>
      <source>Every year</source>
      <translation>כל שנה</translation>
    </message>
    <message>
      <source>Every year on {day}</source>
      <translation>כל שנה, ב־{day}</translation>
    </message>
    <message>
      <source>Every {days}</source>
      <translation>כל {days}</translation>
    </message>
    <message>
      <source>Every {n} days</source>
      <translation>כל {n} ימים</translation>
    </message>
    <message>
      <source>Every {n} months on day {day}</source>
      <translation>כל {n} חודשים, ב־{day} בחודש</translation>
    </message>
    <message>
      <source>Every {n} months on the last day</source>
      <translation>כל {n} חודשים, ביום האחרון</translation>
    </message>
    <message>
      <source>Every {n} months on the {nth} {days}</source>
      <translation>כל {n} חודשים, ב{days} ה{nth}</translation>
    </message>
    <message>
      <source>Every {n} weeks on {days}</source>
      <translation>כל {n} שבועות, ב{days}</translation>
    </message>
    <message>
      <source>Every {n} years</source>
      <translation>כל {n} שנים</translation>
    </message>
    <message>
      <source>Every {n} years on {day}</source>
      <translation>כל {n} שנים, ב־{day}</translation>
    </message>
    <message>
      <source>How often</source>
      <translation>כמה פעמים</translation>
    </message>
    <message>
      <source>Last day</source>
      <translation>היום האחרון</translation>
    </message>
    <message>
      <source>Leave the closed days out of a series, or put them back</source>
      <translation>השמטת הימים הסגורים מסדרה, או החזרתם</translation>
    </message>
    <message>
      <source>Leave these out</source>
      <translation>להשמיט אותם</translation>
    </message>
    <message>
      <source>Left out: {days}</source>
      <translation>לא בסדרה: {days}</translation>
    </message>
    <message>
      <source>Monthly on day {day}</source>
      <translation>מדי חודש, ב־{day} בחודש</translation>
    </message>
    <message>
      <source>Monthly on the last {weekday}</source>
      <translation>מדי חודש, ב{weekday} האחרון</translation>
    </message>
    <message>
      <source>Monthly on the {nth} {weekday}</source>
      <translation>מדי חודש, ב{weekday} ה{nth}</translation>
    </message>
    <message>
      <source>Move which appointments?</source>
      <translation>אילו תורים להעביר?</translation>
    </message>
    <message>
      <source>Never</source>
      <translation>ללא סיום</translation>
    </message>
    <message>
      <source>On a day</source>
      <translation>בתאריך</translation>
    </message>
    <message>
      <source>Put these back</source>
      <translation>להחזיר אותם</translation>
    </message>
    <message>
      <source>Repeats</source>
      <translation>חוזר</translation>
    </message>
    <message>
      <source>Repeats in a way that only a newer version of the program knows</source>
      <translation>חוזר באופן שרק גרסה חדשה יותר של התוכנה מכירה</translation>
    </message>
    <message>
      <source>This and following</source>
      <translation>התור הזה והבאים אחריו</translation>
    </message>
    <message>
      <source>This appointment</source>
      <translation>התור הזה</translation>
    </message>
    <message>
      <source>Weekly on {weekday}</source>
      <translation>מדי שבוע, ב{weekday}</translation>
    </message>
    <message>
      <source>What begins within 24 hours stays in the calendar as cancelled. The later ones go.</source>
      <translation>מה שמתחיל בתוך 24 שעות נשאר ביומן כתור מבוטל. המאוחרים יותר יוסרו ממנו.</translation>
    </message>
    <message>
      <source>What is past stays as it was, and so does what was marked or has a note.</source>
      <translation>מה שכבר עבר נשאר כשהיה, וכך גם מה שסומן או שיש לו סיכום.</translation>
    </message>
    <message>
      <source>What is past stays as it was, and so does what was moved or marked by itself.</source>
      <translation>מה שכבר עבר נשאר כשהיה, וכך גם מה שהועבר או סומן בנפרד.</translation>
    </message>
    <message>
      <source>Yearly on {day}</source>
      <translation>מדי שנה, ב־{day}</translation>
    </message>
    <message>
      <source>and 1 more</source>
      <translation>ועוד אחד</translation>
    </message>
    <message>
      <source>and {n} more</source>
      <translation>ועוד {n}</translation>
    </message>
    <message>
      <source>d MMMM</source>
      <translation>d 'ב'MMMM</translation>
    </message>
    <message>
      <source>day</source>
      <translation>יום</translation>
    </message>
    <message>
      <source>days</source>
      <translation>ימים</translation>
    </message>
    <message>
      <source>ddd d MMM</source>
      <translation>ddd d 'ב'MMM</translation>
    </message>
    <message>
      <source>fifth</source>
      <translation>חמישי</translation>
    </message>
    <message>
      <source>first</source>
      <translation>ראשון</translation>
    </message>
    <message>
      <source>fourth</source>
      <translation>רביעי</translation>
    </message>
    <message>
      <source>last</source>
      <translation>אחרון</translation>
    </message>
    <message>
      <source>month</source>
      <translation>חודש</translation>
    </message>
    <message>
      <source>months</source>
      <translation>חודשים</translation>
    </message>
    <message>
      <source>once</source>
      <translation>פעם אחת</translation>
    </message>
    <message>
      <source>second</source>
      <translation>שני</translation>
    </message>
    <message>
      <source>third</source>
      <translation>שלישי</translation>
    </message>
    <message>
      <source>week</source>
      <translation>שבוע</translation>
    </message>
    <message>
      <source>weeks</source>
      <translation>שבועות</translation>
    </message>
    <message>
      <source>year</source>
      <translation>שנה</translation>
    </message>
    <message>
      <source>years</source>
      <translation>שנים</translation>
    </message>
    <message>
      <source>{first} and {last}</source>
      <translation>{first} ו{last}</translation>
    </message>
    <message>
      <source>{n} times</source>
      <translation>{n} פעמים</translation>
    </message>
    <message>
      <source>{rule} · no end</source>
      <translation>{rule} · ללא סיום</translation>
    </message>
    <message>
      <source>{rule} · {times}, {left} to come</source>
      <translation>{rule} · {times}, נותרו {left}</translation>
    </message>
    <message>
      <source>{rule}, {time}</source>
      <translation>{rule}, {time}</translation>
    </message>
  </context>
  <context>
    <name>Settings</name>
    <message>
      <source>1 appointment of the next {weeks} weeks would lie outside these hours:</source>
      <translation>תור אחד ב־{weeks} השבועות הקרובים יהיה מחוץ לשעות האלה:</translation>
    </message>
    <message>
      <source>1 appointment stands on a day that would be closed:</source>
      <translation>תור אחד נמצא ביום שייסגר:</translation>
    </message>
    <message>
      <source>1 row exported</source>
      <translation>שורה אחת יוצאה</translation>
    </message>
    <message>
      <source>A client reads</source>
      <translation>המטופל יקרא</translation>
    </message>
    <message>
      <source>A mail program or messenger that is opened gets the client's name, address or number, and the words: it keeps them as it keeps other messages.</source>
      <translation>תוכנת דואר או מסרים שנפתחת מקבלת את שם המטופל, את הכתובת או המספר ואת נוסח ההודעה, ושומרת אותם כמו כל הודעה אחרת.</translation>
    </message>
    <message>
      <source>Abbreviation</source>
      <translation>קיצור</translation>
    </message>
    <message>
      <source>Add a location</source>
      <translation>הוספת מיקום</translation>
    </message>
    <message>
      <source>Add a service</source>
      <translation>הוספת סוג טיפול</translation>
    </message>
    <message>
      <source>Add a snippet</source>
      <translation>הוספת קיצור טקסט</translation>
    </message>
    <message>
      <source>Add a template</source>
      <translation>הוספת תבנית</translation>
    </message>
    <message>
      <source>Add holidays</source>
      <translation>הוספת חגים</translation>
    </message>
    <message>
      <source>Address</source>
      <translation>כתובת</translation>
    </message>
    <message>
      <source>After four times as long, the keys leave the memory too.</source>
      <translation>אחרי זמן ארוך פי ארבעה, גם המפתחות נמחקים מהזיכרון.</translation>
    </message>
    <message>
      <source>All files of a client</source>
      <translation>כל הקבצים של מטופל</translation>
    </message>
    <message>
      <source>All files of a note</source>
      <translation>כל הקבצים של סיכום</translation>
    </message>
    <message>
      <source>All files of the practice</source>
      <translation>כל הקבצים של הקליניקה</translation>
    </message>
    <message>
      <source>All files together take {size}, the deleted ones too.</source>
      <translation>כל הקבצים יחד תופסים {size}, כולל אלה שנמחקו.</translation>
    </message>
    <message>
      <source>Appearance</source>
      <translation>מראה</translation>
    </message>
    <message>
      <source>Appointments snap to</source>
      <translation>תורים מוצמדים לרשת של</translation>
    </message>
    <message>
      <source>As the system</source>
      <translation>כמו המערכת</translation>
    </message>
    <message>
      <source>At a home</source>
      <translation>ביקור בית</translation>
    </message>
    <message>
      <source>Backup</source>
      <translation>גיבוי</translation>
    </message>
    <message>
      <source>Backup and export</source>
      <translation>גיבוי וייצוא</translation>
    </message>
    <message>
      <source>Backup written and checked: 1 client</source>
      <translation>הגיבוי נכתב ונבדק: מטופל אחד</translation>
    </message>
    <message>
      <source>Backup written and checked: {n} clients</source>
      <translation>הגיבוי נכתב ונבדק: {n} מטופלים</translation>
    </message>
    <message>
      <source>Cancel</source>
      <translation>ביטול</translation>
    </message>
    <message>
      <source>Change passphrase</source>
      <translation>החלפת משפט הסיסמה</translation>
    </message>
    <message>
      <source>Choose a country or region from the list, such as Israel.</source>
      <translation>יש לבחור מדינה או אזור מהרשימה, למשל ישראל.</translation>
    </message>
    <message>
      <source>Choose a folder</source>
      <translation>בחירת תיקייה</translation>
    </message>
    <message>
      <source>Choose a time zone from the list, such as Europe/Berlin.</source>
      <translation>יש לבחור אזור זמן מהרשימה, למשל Europe/Berlin.</translation>
    </message>
    <message>
      <source>Clinic and device</source>
      <translation>מרפאה ומכשיר</translation>
    </message>
    <message>
      <source>Close all the same</source>
      <translation>לסגור בכל זאת</translation>
    </message>
    <message>
      <source>Closed on</source>
      <translation>סגור בחגים אלה</translation>
    </message>
    <message>
      <source>Closed on public holidays</source>
      <translation>סגור בחגים</translation>
    </message>
    <message>
      <source>Code of the practice</source>
      <translation>קוד הקליניקה</translation>
    </message>
    <message>
      <source>Colour</source>
      <translation>צבע</translation>
    </message>
    <message>
      <source>Connect to a clinic</source>
      <translation>חיבור למרפאה</translation>
    </message>
    <message>
      <source>Connected to {server}</source>
      <translation>מחובר אל {server}</translation>
    </message>
    <message>
      <source>Connection</source>
      <translation>חיבור</translation>
    </message>
    <message>
      <source>Country code</source>
      <translation>קידומת מדינה</translation>
    </message>
    <message>
      <source>Country or region</source>
      <translation>מדינה או אזור</translation>
    </message>
    <message>
      <source>Dark</source>
      <translation>כהה</translation>
    </message>
    <message>
      <source>Demo</source>
      <translation>הדגמה</translation>
    </message>
    <message>
      <source>Discard changes</source>
      <translation>השלכת השינויים</translation>
    </message>
    <message>
      <source>English text</source>
      <translation>טקסט באנגלית</translation>
    </message>
    <message>
      <source>Every service</source>
      <translation>כל סוגי הטיפול</translation>
    </message>
    <message>
      <source>Everything in it goes, also what you wrote yourself. Other practices stay.</source>
      <translation>כל מה שבה יימחק, גם מה שנכתב בה אחר כך. קליניקות אחרות נשארות.</translation>
    </message>
    <message>
      <source>Export</source>
      <translation>ייצוא</translation>
    </message>
    <message>
      <source>Export everything</source>
      <translation>ייצוא הכול</translation>
    </message>
    <message>
      <source>Export everything?</source>
      <translation>לייצא הכול?</translation>
    </message>
    <message>
      <source>Files</source>
      <translation>קבצים</translation>
    </message>
    <message>
      <source>For numbers without one; WhatsApp needs it</source>
      <translation>למספרים בלי קידומת; נחוצה ל-WhatsApp</translation>
    </message>
    <message>
      <source>Free after</source>
      <translation>מרווח אחרי</translation>
    </message>
    <message>
      <source>Free before</source>
      <translation>מרווח לפני</translation>
    </message>
    <message>
      <source>Give a sentence that you write every day a few letters, and never write it again.</source>
      <translation>משפט שחוזר בכל יום? נותנים לו כמה אותיות, ואין צורך לכתוב אותו שוב.</translation>
    </message>
    <message>
      <source>Give it a name.</source>
      <translation>יש לתת שם.</translation>
    </message>
    <message>
      <source>Hebrew text</source>
      <translation>טקסט בעברית</translation>
    </message>
    <message>
      <source>High contrast</source>
      <translation>ניגודיות גבוהה</translation>
    </message>
    <message>
      <source>Holidays</source>
      <translation>חגים</translation>
    </message>
    <message>
      <source>Holidays added</source>
      <translation>החגים נוספו</translation>
    </message>
    <message>
      <source>Holidays stand in the calendar by name, and no free time is offered on those on which you are closed. They come with the program and need no connection.</source>
      <translation>החגים מופיעים ביומן בשמם, ובחגים שבהם סגור לא מוצע זמן פנוי. הם מגיעים עם התוכנה ואינם דורשים חיבור.</translation>
    </message>
    <message>
      <source>In braces, what the appointment says: {names}</source>
      <translation>בסוגריים מסולסלים, מתוך פרטי התור: {names}</translation>
    </message>
    <message>
      <source>In the practice</source>
      <translation>בקליניקה</translation>
    </message>
    <message>
      <source>It can be connected to a clinic's server on any day, and moves there whole. This laptop makes a request; whoever runs the server answers it.</source>
      <translation>אפשר לחבר אותה לשרת המרפאה בכל יום, והיא עוברת לשם במלואה. המחשב הזה שולח בקשה, ומי שמפעיל את השרת משיב עליה.</translation>
    </message>
    <message>
      <source>It opens your practice when the passphrase is forgotten.</source>
      <translation>הוא פותח את הקליניקה כשמשפט הסיסמה נשכח.</translation>
    </message>
    <message>
      <source>It says that an appointment is near, by your system's own notices where there are any. While the window is locked it never says whose.</source>
      <translation>מודיעה שתור מתקרב, דרך הודעות המערכת אם יש כאלה. כשהחלון נעול היא לעולם לא מגלה של מי התור.</translation>
    </message>
    <message>
      <source>Keys</source>
      <translation>מקשים</translation>
    </message>
    <message>
      <source>Kind</source>
      <translation>סוג</translation>
    </message>
    <message>
      <source>Language</source>
      <translation>שפה</translation>
    </message>
    <message>
      <source>Letterhead</source>
      <translation>כותרת מכתב</translation>
    </message>
    <message>
      <source>Light</source>
      <translation>בהיר</translation>
    </message>
    <message>
      <source>Location added</source>
      <translation>המיקום נוסף</translation>
    </message>
    <message>
      <source>Locations</source>
      <translation>מיקומים</translation>
    </message>
    <message>
      <source>Lock now</source>
      <translation>נעילה עכשיו</translation>
    </message>
    <message>
      <source>Lock when nobody uses it for</source>
      <translation>נעילה כשאין שימוש במשך</translation>
    </message>
    <message>
      <source>Lock, and change it now</source>
      <translation>נעילה והחלפה עכשיו</translation>
    </message>
    <message>
      <source>Locking</source>
      <translation>נעילה</translation>
    </message>
    <message>
      <source>Look and language</source>
      <translation>מראה ושפה</translation>
    </message>
    <message>
      <source>Make a backup</source>
      <translation>יצירת גיבוי</translation>
    </message>
    <message>
      <source>Make a new recovery paper</source>
      <translation>יצירת דף שחזור חדש</translation>
    </message>
    <message>
      <source>Make a new recovery paper?</source>
      <translation>ליצור דף שחזור חדש?</translation>
    </message>
    <message>
      <source>Messages are written with</source>
      <translation>הודעות נכתבות באמצעות</translation>
    </message>
    <message>
      <source>Messages of the phone (SMS)</source>
      <translation>הודעות הטלפון (SMS)</translation>
    </message>
    <message>
      <source>Minutes</source>
      <translation>דקות</translation>
    </message>
    <message>
      <source>Name</source>
      <translation>שם</translation>
    </message>
    <message>
      <source>Never</source>
      <translation>אף פעם</translation>
    </message>
    <message>
      <source>New passphrase</source>
      <translation>משפט סיסמה חדש</translation>
    </message>
    <message>
      <source>No appointment stands there any more.</source>
      <translation>אין שם עוד תורים.</translation>
    </message>
    <message>
      <source>No text here has these words. Search for fewer of them.</source>
      <translation>אין כאן טקסט עם המילים האלה. כדאי לחפש פחות מילים.</translation>
    </message>
    <message>
      <source>None yet: this laptop waits for its clinic</source>
      <translation>אין עדיין: המחשב הזה ממתין למרפאה שלו</translation>
    </message>
    <message>
      <source>Not to be had here: PazPaz trusts the Windows Credential Manager, the keychain of macOS, and on Linux a Secret Service such as GNOME Keyring, KWallet or KeePassXC, and none of them answers.</source>
      <translation>לא זמינה כאן: PazPaz סומכת על Windows Credential Manager, על Keychain של macOS, וב-Linux על Secret Service כמו GNOME Keyring, KWallet או KeePassXC, ואף אחד מהם אינו משיב.</translation>
    </message>
    <message>
      <source>Not to be had here: several practices are on this computer, and one login would open each of them to everybody who uses it.</source>
      <translation>לא זמינה כאן: במחשב הזה יש כמה קליניקות, וכניסה אחת למחשב הייתה פותחת כל אחת מהן לכל מי שמשתמש בו.</translation>
    </message>
    <message>
      <source>Note templates</source>
      <translation>תבניות סיכום</translation>
    </message>
    <message>
      <source>Nothing found</source>
      <translation>לא נמצא דבר</translation>
    </message>
    <message>
      <source>Nothing here yet</source>
      <translation>אין כאן דבר עדיין</translation>
    </message>
    <message>
      <source>Notice on this laptop</source>
      <translation>תזכורת במחשב הזה</translation>
    </message>
    <message>
      <source>Offered in notes of</source>
      <translation>מוצעת בסיכומים של</translation>
    </message>
    <message>
      <source>On this laptop. A look holds at once, another language from the next unlock on.</source>
      <translation>במחשב הזה. מראה נבחר חל מיד, שפה אחרת חלה מהפתיחה הבאה.</translation>
    </message>
    <message>
      <source>On until {day}. After that, after five wrong passphrases and after a new passphrase it is off, and the passphrase is asked for.</source>
      <translation>פועלת עד {day}. לאחר מכן, אחרי חמישה משפטי סיסמה שגויים ואחרי החלפת משפט הסיסמה היא כבויה, ויש להקליד את משפט הסיסמה.</translation>
    </message>
    <message>
      <source>One encrypted file with everything. It opens with today's passphrase or recovery paper. Keep it on another disk.</source>
      <translation>קובץ מוצפן אחד עם הכול. הוא נפתח במשפט הסיסמה או בדף השחזור של היום. כדאי לשמור אותו בכונן אחר.</translation>
    </message>
    <message>
      <source>One file</source>
      <translation>קובץ אחד</translation>
    </message>
    <message>
      <source>Online</source>
      <translation>מקוון</translation>
    </message>
    <message>
      <source>Open at all times</source>
      <translation>פתוח בכל שעה</translation>
    </message>
    <message>
      <source>Opens this practice with your login to this computer instead of the passphrase, for two weeks. Whoever sits here while you are logged in can open it then, so lock your screen when you leave.</source>
      <translation>פותחת את הקליניקה הזאת באמצעות הכניסה למחשב במקום משפט הסיסמה, למשך שבועיים. כל מי שישב כאן כשהחשבון פתוח יוכל לפתוח אותה, ולכן יש לנעול את המסך בכל יציאה.</translation>
    </message>
    <message>
      <source>Passphrase</source>
      <translation>משפט סיסמה</translation>
    </message>
    <message>
      <source>Practice</source>
      <translation>קליניקה</translation>
    </message>
    <message>
      <source>Present passphrase</source>
      <translation>משפט הסיסמה הנוכחי</translation>
    </message>
    <message>
      <source>Quick unlock</source>
      <translation>פתיחה מהירה</translation>
    </message>
    <message>
      <source>Readable files of everything, one line a record, with a list of checksums.</source>
      <translation>קבצים קריאים של הכול, שורה לכל רשומה, עם רשימת סכומי ביקורת.</translation>
    </message>
    <message>
      <source>Recovery paper</source>
      <translation>דף שחזור</translation>
    </message>
    <message>
      <source>Reminders</source>
      <translation>תזכורות</translation>
    </message>
    <message>
      <source>Remove</source>
      <translation>הסרה</translation>
    </message>
    <message>
      <source>Remove the demo</source>
      <translation>הסרת ההדגמה</translation>
    </message>
    <message>
      <source>Remove the demo?</source>
      <translation>להסיר את ההדגמה?</translation>
    </message>
    <message>
      <source>Remove {name}</source>
      <translation>הסרת {name}</translation>
    </message>
    <message>
      <source>Removed</source>
      <translation>הוסר</translation>
    </message>
    <message>
      <source>Save</source>
      <translation>שמירה</translation>
    </message>
    <message>
      <source>Saved</source>
      <translation>נשמר</translation>
    </message>
    <message>
      <source>Search by name and text</source>
      <translation>חיפוש לפי שם וטקסט</translation>
    </message>
    <message>
      <source>Security</source>
      <translation>אבטחה</translation>
    </message>
    <message>
      <source>Send and fetch files on connections that cost by volume, too</source>
      <translation>שליחה והבאה של קבצים גם בחיבורים שמחויבים לפי נפח</translation>
    </message>
    <message>
      <source>Service added</source>
      <translation>סוג הטיפול נוסף</translation>
    </message>
    <message>
      <source>Services</source>
      <translation>סוגי טיפול</translation>
    </message>
    <message>
      <source>Settings</source>
      <translation>הגדרות</translation>
    </message>
    <message>
      <source>Show all keys</source>
      <translation>הצגת כל המקשים</translation>
    </message>
    <message>
      <source>Show in the calendar</source>
      <translation>הצגה ביומן</translation>
    </message>
    <message>
      <source>Show the new code</source>
      <translation>הצגת הקוד החדש</translation>
    </message>
    <message>
      <source>Single letters are shortcuts, such as G then C</source>
      <translation>אותיות בודדות הן קיצורי מקשים, למשל G ואז C</translation>
    </message>
    <message>
      <source>Snippet added</source>
      <translation>קיצור הטקסט נוסף</translation>
    </message>
    <message>
      <source>Stands above what is printed: address, telephone</source>
      <translation>מופיעה מעל כל מה שמודפס: כתובת, טלפון</translation>
    </message>
    <message>
      <source>Stay open</source>
      <translation>להישאר פתוחים</translation>
    </message>
    <message>
      <source>Such as rom, typed ;rom in a note</source>
      <translation>למשל rom, שמוקלד בסיכום כך: ;rom</translation>
    </message>
    <message>
      <source>Sync now</source>
      <translation>סנכרון עכשיו</translation>
    </message>
    <message>
      <source>Tell it to whoever gets a signed note from you: the file shows the same code when it is yours. It is no secret.</source>
      <translation>כדאי למסור אותו לכל מי שמקבל ממך סיכום חתום: בקובץ מופיע אותו קוד אם הוא אכן שלך. הקוד אינו סודי.</translation>
    </message>
    <message>
      <source>Tell me of my next appointment</source>
      <translation>להזכיר לי את התור הבא</translation>
    </message>
    <message>
      <source>Template added</source>
      <translation>התבנית נוספה</translation>
    </message>
    <message>
      <source>Text</source>
      <translation>טקסט</translation>
    </message>
    <message>
      <source>Text snippets</source>
      <translation>קיצורי טקסט</translation>
    </message>
    <message>
      <source>Texts that you write often. In a note, type a semicolon and the abbreviation, then Tab. What stands in braces is asked for: Tab goes from one to the next, as in “{example}”.</source>
      <translation>טקסטים שנכתבים לעיתים קרובות. בסיכום מקלידים נקודה-פסיק ואת הקיצור, ואז Tab. מה שבסוגריים מסולסלים מחכה למילוי: Tab עובר מאחד לבא אחריו, כמו ב-"{example}".</translation>
    </message>
    <message>
      <source>The files are not encrypted: whoever has them can read them. Put them only where nobody else looks.</source>
      <translation>הקבצים אינם מוצפנים: כל מי שמחזיק בהם יכול לקרוא אותם. יש לשים אותם רק במקום שאיש אינו מסתכל בו.</translation>
    </message>
    <message>
      <source>The form below the list has changes that are not saved.</source>
      <translation>בטופס שמתחת לרשימה יש שינויים שלא נשמרו.</translation>
    </message>
    <message>
      <source>The new one once more</source>
      <translation>משפט הסיסמה החדש פעם נוספת</translation>
    </message>
    <message>
      <source>The paper you have opens nothing from then on. Have a pen at hand.</source>
      <translation>הדף הקיים לא יפתח דבר מרגע זה. כדאי להכין עט.</translation>
    </message>
    <message>
      <source>The passphrase was changed</source>
      <translation>משפט הסיסמה הוחלף</translation>
    </message>
    <message>
      <source>The people here are invented. Remove it when you have seen enough.</source>
      <translation>האנשים כאן בדויים. אפשר להסיר את ההדגמה בסוף ההיכרות.</translation>
    </message>
    <message>
      <source>The program does not know {names}, so nothing can be sent with it.</source>
      <translation>התוכנה אינה מכירה את {names}, ולכן אי אפשר לשלוח דבר בנוסח הזה.</translation>
    </message>
    <message>
      <source>The same as the practice</source>
      <translation>כמו הקליניקה</translation>
    </message>
    <message>
      <source>The two new ones are not the same. Nothing was changed.</source>
      <translation>שני משפטי הסיסמה החדשים אינם זהים. דבר לא שונה.</translation>
    </message>
    <message>
      <source>The week begins on</source>
      <translation>השבוע מתחיל ביום</translation>
    </message>
    <message>
      <source>The whole practice</source>
      <translation>כל הקליניקה</translation>
    </message>
    <message>
      <source>This practice is on this laptop alone.</source>
      <translation>הקליניקה הזאת נמצאת במחשב הזה בלבד.</translation>
    </message>
    <message>
      <source>Time zone</source>
      <translation>אזור זמן</translation>
    </message>
    <message>
      <source>Turn off quick unlock</source>
      <translation>כיבוי הפתיחה המהירה</translation>
    </message>
    <message>
      <source>Turn on quick unlock</source>
      <translation>הפעלת הפתיחה המהירה</translation>
    </message>
    <message>
      <source>What a new note may begin with. A template of a service is offered when a note of such an appointment begins, and fills only fields that are empty. What stands in braces, such as {example}, is asked for with Tab.</source>
      <translation>פתיחה אפשרית לסיכום חדש. תבנית של סוג טיפול מוצעת כשמתחילים סיכום של תור כזה, וממלאת רק שדות ריקים. מה שבסוגריים מסולסלים, כמו {example}, מחכה למילוי באמצעות Tab.</translation>
    </message>
    <message>
      <source>What clients are told of their next appointment. You send each reminder yourself, from Today; the program sends nothing.</source>
      <translation>מה שנאמר למטופלים על התור הבא שלהם. כל תזכורת נשלחת ביד, מתוך "היום"; התוכנה אינה שולחת דבר.</translation>
    </message>
    <message>
      <source>What may be added. Files that are there already stay, also where a limit is lowered. A clinic's server may have less room: then new files stay on the laptop until there is more.</source>
      <translation>כמה אפשר להוסיף. קבצים שכבר קיימים נשארים, גם אם מגבלה מוקטנת. ייתכן שבשרת המרפאה יש פחות מקום: במקרה כזה קבצים חדשים נשארים במחשב עד שיתפנה מקום.</translation>
    </message>
    <message>
      <source>What you offer. A service fills in the length and the colour of a booking. The minutes before and after it stay free of other appointments of whoever treats.</source>
      <translation>הטיפולים המוצעים. סוג הטיפול ממלא את המשך ואת הצבע בקביעת תור. הדקות שלפניו ואחריו נשארות פנויות מתורים אחרים של מי שמטפל.</translation>
    </message>
    <message>
      <source>WhatsApp</source>
      <translation>WhatsApp</translation>
    </message>
    <message>
      <source>Where you work.</source>
      <translation>המקומות שבהם עובדים.</translation>
    </message>
    <message>
      <source>Whose hours</source>
      <translation>שעות העבודה של</translation>
    </message>
    <message>
      <source>With the client's initials</source>
      <translation>עם ראשי התיבות של המטופל</translation>
    </message>
    <message>
      <source>Working hours</source>
      <translation>שעות עבודה</translation>
    </message>
    <message>
      <source>Write hours such as 9–17, or with a break 9–12, 13–17.</source>
      <translation>יש לכתוב שעות כמו ⁦9–17⁩, או עם הפסקה: ⁦9–12, 13–17⁩.</translation>
    </message>
    <message>
      <source>Write once what your notes of a service begin with, and begin there.</source>
      <translation>כותבים פעם אחת את הפתיחה של סיכומים מסוג טיפול מסוים, ומתחילים ממנה.</translation>
    </message>
    <message>
      <source>{after} free after</source>
      <translation>מרווח של {after} אחרי</translation>
    </message>
    <message>
      <source>{before} free before</source>
      <translation>מרווח של {before} לפני</translation>
    </message>
    <message>
      <source>{before} free before, {after} after</source>
      <translation>מרווח של {before} לפני, {after} אחרי</translation>
    </message>
    <message>
      <source>{minutes} minutes</source>
      <translation>{minutes} דקות</translation>
    </message>
    <message>
      <source>{minutes} minutes before</source>
      <translation>{minutes} דקות לפני</translation>
    </message>
    <message>
      <source>{n} GB</source>
      <translation>{n} GB</translation>
    </message>
    <message>
      <source>{n} MB</source>
      <translation>{n} MB</translation>
    </message>
    <message>
      <source>{n} appointments of the next {weeks} weeks would lie outside these hours:</source>
      <translation>{n} תורים ב־{weeks} השבועות הקרובים יהיו מחוץ לשעות האלה:</translation>
    </message>
    <message>
      <source>{n} appointments stand on days that would be closed:</source>
      <translation>{n} תורים נמצאים בימים שייסגרו:</translation>
    </message>
    <message>
      <source>{n} rows exported</source>
      <translation>{n} שורות יוצאו</translation>
    </message>
  </context>
  <context>
    <name>Shortcuts</name>
    <message>
      <source>Add a measure of this client</source>
      <translation>הוספת מדד של המטופל/ת</translation>
    </message>
    <message>
      <source>Add a measure to the note</source>
      <translation>הוספת מדד לסיכום</translation>
    </message>
    <message>
      <source>Add files to this client</source>
      <translation>הוספת קבצים למטופל/ת</translation>
    </message>
    <message>
      <source>Add files to this note</source>
      <translation>הוספת קבצים לסיכום</translation>
    </message>
    <message>
      <source>Add to a signed note</source>
      <translation>תוספת לסיכום חתום</translation>
    </message>
    <message>
      <source>Amend a signed note</source>
      <translation>תיקון סיכום חתום</translation>
    </message>
    <message>
      <source>Back to all notes</source>
      <translation>חזרה לכל הסיכומים</translation>
    </message>
    <message>
      <source>Back to this note's body chart</source>
      <translation>חזרה אל מפת הגוף של הסיכום הזה</translation>
    </message>
    <message>
      <source>Body chart beside the note</source>
      <translation>מפת גוף לצד הסיכום</translation>
    </message>
    <message>
      <source>Body chart of the session after</source>
      <translation>מפת הגוף של הטיפול הבא</translation>
    </message>
    <message>
      <source>Body chart of the session before</source>
      <translation>מפת הגוף של הטיפול הקודם</translation>
    </message>
    <message>
      <source>Calendar</source>
      <translation>יומן</translation>
    </message>
    <message>
      <source>Carry the shown session's marks into this note</source>
      <translation>העברת הסימונים של הטיפול המוצג לסיכום הזה</translation>
    </message>
    <message>
      <source>Choose both texts, or the third free time</source>
      <translation>בחירת שני הטקסטים, או הזמן הפנוי השלישי</translation>
    </message>
    <message>
      <source>Choose the leading text, or the first free time</source>
      <translation>בחירת הטקסט הראשון, או הזמן הפנוי הראשון</translation>
    </message>
    <message>
      <source>Choose the trailing text, or the second free time</source>
      <translation>בחירת הטקסט השני, או הזמן הפנוי השני</translation>
    </message>
    <message>
      <source>Clients</source>
      <translation>מטופלים</translation>
    </message>
    <message>
      <source>Continue this client's unfinished note</source>
      <translation>המשך הסיכום שלא הושלם של המטופל/ת</translation>
    </message>
    <message>
      <source>Copy the previous note's field into this one</source>
      <translation>העתקת השדה של הסיכום הקודם לכאן</translation>
    </message>
    <message>
      <source>Day of the session</source>
      <translation>יום הטיפול</translation>
    </message>
    <message>
      <source>Delete the note</source>
      <translation>מחיקת הסיכום</translation>
    </message>
    <message>
      <source>Earlier session's body chart alone, or behind this note's</source>
      <translation>מפת הגוף של טיפול קודם לבדה, או מאחורי זו של הסיכום</translation>
    </message>
    <message>
      <source>Edit this client</source>
      <translation>עריכת המטופל/ת</translation>
    </message>
    <message>
      <source>Everywhere</source>
      <translation>בכל מקום</translation>
    </message>
    <message>
      <source>Find in the note</source>
      <translation>חיפוש בסיכום</translation>
    </message>
    <message>
      <source>Go to</source>
      <translation>מעבר אל</translation>
    </message>
    <message>
      <source>Go to the client's body chart</source>
      <translation>מעבר אל מפת הגוף של המטופל/ת</translation>
    </message>
    <message>
      <source>Go to the timeline</source>
      <translation>מעבר לציר הזמן</translation>
    </message>
    <message>
      <source>Here</source>
      <translation>כאן</translation>
    </message>
    <message>
      <source>Hide what others should not read</source>
      <translation>הסתרת מה שאחרים לא צריכים לראות</translation>
    </message>
    <message>
      <source>Inbox</source>
      <translation>דואר נכנס</translation>
    </message>
    <message>
      <source>Insert a snippet or a template</source>
      <translation>הוספת קיצור טקסט או תבנית</translation>
    </message>
    <message>
      <source>Keep your wording</source>
      <translation>השארת הנוסח שלך</translation>
    </message>
    <message>
      <source>Leave the record as it is, put away</source>
      <translation>השארת הרשומה כפי שהיא, וסגירה</translation>
    </message>
    <message>
      <source>Lock</source>
      <translation>נעילה</translation>
    </message>
    <message>
      <source>New note for this client</source>
      <translation>סיכום חדש למטופל/ת</translation>
    </message>
    <message>
      <source>New, of what is in front</source>
      <translation>חדש, ממה שמוצג</translation>
    </message>
    <message>
      <source>Next filter of the timeline</source>
      <translation>הסינון הבא בציר הזמן</translation>
    </message>
    <message>
      <source>Next misspelt word, with suggestions</source>
      <translation>המילה השגויה הבאה, עם הצעות</translation>
    </message>
    <message>
      <source>Notes</source>
      <translation>סיכומים</translation>
    </message>
    <message>
      <source>Open the note of the body chart that is shown</source>
      <translation>פתיחת הסיכום של מפת הגוף המוצגת</translation>
    </message>
    <message>
      <source>Open the record</source>
      <translation>פתיחת הרשומה</translation>
    </message>
    <message>
      <source>Paste files or a picture</source>
      <translation>הדבקת קבצים או תמונה</translation>
    </message>
    <message>
      <source>Phrases of earlier notes</source>
      <translation>ביטויים מסיכומים קודמים</translation>
    </message>
    <message>
      <source>Press the button that has the focus</source>
      <translation>לחיצה על הכפתור שבפוקוס</translation>
    </message>
    <message>
      <source>Previous note beside this one</source>
      <translation>הסיכום הקודם לצד הנוכחי</translation>
    </message>
    <message>
      <source>Print the client's record</source>
      <translation>הדפסת הרשומה של המטופל/ת</translation>
    </message>
    <message>
      <source>Print the note</source>
      <translation>הדפסת הסיכום</translation>
    </message>
    <message>
      <source>Put this client on the waitlist</source>
      <translation>הוספת המטופל/ת לרשימת ההמתנה</translation>
    </message>
    <message>
      <source>Rename the marked file</source>
      <translation>שינוי שם הקובץ המסומן</translation>
    </message>
    <message>
      <source>Restore a deleted note</source>
      <translation>שחזור סיכום שנמחק</translation>
    </message>
    <message>
      <source>Save a signed note as a file that others can check</source>
      <translation>שמירת סיכום חתום כקובץ שאחרים יכולים לבדוק</translation>
    </message>
    <message>
      <source>Save or print several notes</source>
      <translation>שמירה או הדפסה של כמה סיכומים</translation>
    </message>
    <message>
      <source>Save the client's record as PDF</source>
      <translation>שמירת הרשומה של המטופל/ת כ-PDF</translation>
    </message>
    <message>
      <source>Save the note as PDF</source>
      <translation>שמירת הסיכום כ-PDF</translation>
    </message>
    <message>
      <source>Says that it is saved already</source>
      <translation>הודעה שהכול כבר נשמר</translation>
    </message>
    <message>
      <source>Schedule this client</source>
      <translation>קביעת תור למטופל/ת</translation>
    </message>
    <message>
      <source>Search clients</source>
      <translation>חיפוש מטופלים</translation>
    </message>
    <message>
      <source>Search in all notes</source>
      <translation>חיפוש בכל הסיכומים</translation>
    </message>
    <message>
      <source>Search or go to</source>
      <translation>חיפוש או מעבר אל</translation>
    </message>
    <message>
      <source>Send a refused change again</source>
      <translation>שליחה חוזרת של שינוי שלא התקבל</translation>
    </message>
    <message>
      <source>Settings</source>
      <translation>הגדרות</translation>
    </message>
    <message>
      <source>Show or hide a passphrase being typed</source>
      <translation>הצגה או הסתרה של משפט הסיסמה שמוקלד</translation>
    </message>
    <message>
      <source>Show the lines that are alike</source>
      <translation>הצגת השורות הזהות</translation>
    </message>
    <message>
      <source>Sign the note, or save its amendment</source>
      <translation>חתימה על הסיכום, או שמירת התיקון</translation>
    </message>
    <message>
      <source>Take the last choice back</source>
      <translation>ביטול הבחירה האחרונה</translation>
    </message>
    <message>
      <source>The next one</source>
      <translation>הבא</translation>
    </message>
    <message>
      <source>The one before</source>
      <translation>הקודם</translation>
    </message>
    <message>
      <source>These keys</source>
      <translation>המקשים האלה</translation>
    </message>
    <message>
      <source>To the next field or button</source>
      <translation>אל השדה או הכפתור הבא</translation>
    </message>
    <message>
      <source>To the one before</source>
      <translation>אל הקודם</translation>
    </message>
    <message>
      <source>Today</source>
      <translation>היום</translation>
    </message>
    <message>
      <source>Undo or redo what the message says</source>
      <translation>ביטול מה שההודעה מספרת, או ביצועו שוב</translation>
    </message>
    <message>
      <source>Versions of a signed note</source>
      <translation>גרסאות של סיכום חתום</translation>
    </message>
    <message>
      <source>What it said before</source>
      <translation>מה היה כתוב קודם</translation>
    </message>
    <message>
      <source>What was settled, and back</source>
      <translation>מה שטופל, וחזרה</translation>
    </message>
    <message>
      <source>Write it yourself</source>
      <translation>כתיבה עצמאית</translation>
    </message>
    <message>
      <source>{one} or {other}</source>
      <translation>{one} או {other}</translation>
    </message>
    <message>
      <source>{one} then {other}</source>
      <translation>{one} ואז {other}</translation>
    </message>
  </context>
  <context>
    <name>SidePanel</name>
    <message>
      <source>Close</source>
      <translation>סגירה</translation>
    </message>
  </context>
  <context>
    <name>Slots</name>
    <message>
      <source>Afternoon</source>
      <translation>אחר הצהריים</translation>
    </message>
    <message>
      <source>Any time</source>
      <translation>בכל שעה</translation>
    </message>
    <message>
      <source>Anyone</source>
      <translation>כל אחד מהצוות</translation>
    </message>
    <message>
      <source>Book this time</source>
      <translation>קביעת תור בזמן הזה</translation>
    </message>
    <message>
      <source>Evening</source>
      <translation>ערב</translation>
    </message>
    <message>
      <source>Find a free time</source>
      <translation>חיפוש זמן פנוי</translation>
    </message>
    <message>
      <source>Free times</source>
      <translation>זמנים פנויים</translation>
    </message>
    <message>
      <source>Minutes</source>
      <translation>דקות</translation>
    </message>
    <message>
      <source>Morning</source>
      <translation>בוקר</translation>
    </message>
    <message>
      <source>No free {minutes} minutes in the next {weeks} weeks, so this is the time marked in the calendar.</source>
      <translation>אין {minutes} דקות פנויות ב־{weeks} השבועות הקרובים, ולכן זו השעה שמסומנת ביומן.</translation>
    </message>
    <message>
      <source>No free {minutes} minutes in the next {weeks} weeks. Allow more days or another part of the day, or look for less time.</source>
      <translation>אין {minutes} דקות פנויות ב־{weeks} השבועות הקרובים. אפשר להוסיף ימים או חלק אחר של היום, או לחפש זמן קצר יותר.</translation>
    </message>
    <message>
      <source>Part of the day</source>
      <translation>חלק של היום</translation>
    </message>
    <message>
      <source>Who treats</source>
      <translation>מי מטפל/ת</translation>
    </message>
    <message>
      <source>free until {time}, {length}</source>
      <translation>פנוי עד {time}, {length}</translation>
    </message>
  </context>
  <context>
    <name>Spelling</name>
    <message>
      <source>A signed note is not checked: its words stand as they were signed</source>
      <translation>סיכום חתום אינו נבדק: המילים בו נשארות כפי שנחתמו</translation>
    </message>
    <message>
      <source>Add to my words</source>
      <translation>הוספה למילים שלי</translation>
    </message>
    <message>
      <source>American English</source>
      <translation>אנגלית אמריקאית</translation>
    </message>
    <message>
      <source>Australian English</source>
      <translation>אנגלית אוסטרלית</translation>
    </message>
    <message>
      <source>British English</source>
      <translation>אנגלית בריטית</translation>
    </message>
    <message>
      <source>Canadian English</source>
      <translation>אנגלית קנדית</translation>
    </message>
    <message>
      <source>Check spelling in notes</source>
      <translation>בדיקת איות בסיכומים</translation>
    </message>
    <message>
      <source>Choose a Hebrew dictionary</source>
      <translation>בחירת מילון עברי</translation>
    </message>
    <message>
      <source>Choose a Hebrew dictionary…</source>
      <translation>בחירת מילון עברי…</translation>
    </message>
    <message>
      <source>Choose a file…</source>
      <translation>בחירת קובץ…</translation>
    </message>
    <message>
      <source>Choose an English dictionary</source>
      <translation>בחירת מילון אנגלי</translation>
    </message>
    <message>
      <source>Dictionaries of Hunspell</source>
      <translation>מילונים של Hunspell</translation>
    </message>
    <message>
      <source>English</source>
      <translation>אנגלית</translation>
    </message>
    <message>
      <source>English ({country})</source>
      <translation>אנגלית ({country})</translation>
    </message>
    <message>
      <source>Every word of this note is known</source>
      <translation>כל המילים בסיכום הזה מוכרות</translation>
    </message>
    <message>
      <source>Hebrew</source>
      <translation>עברית</translation>
    </message>
    <message>
      <source>Ignore until the practice is locked</source>
      <translation>התעלמות עד לנעילת הקליניקה</translation>
    </message>
    <message>
      <source>Irish English</source>
      <translation>אנגלית אירית</translation>
    </message>
    <message>
      <source>Its dictionary could not be loaded or broke down, so its words are not underlined. Your notes are not touched. Switch the language off and on to try once more.</source>
      <translation>לא ניתן היה לטעון את המילון, או שהוא חדל לפעול, ולכן המילים אינן מסומנות בקו. הסיכומים לא נפגעו. כדי לנסות שוב יש לכבות את השפה ולהפעיל אותה מחדש.</translation>
    </message>
    <message>
      <source>Looking for suggestions…</source>
      <translation>חיפוש הצעות…</translation>
    </message>
    <message>
      <source>My words</source>
      <translation>המילים שלי</translation>
    </message>
    <message>
      <source>New Zealand English</source>
      <translation>אנגלית ניו זילנדית</translation>
    </message>
    <message>
      <source>No suggestions</source>
      <translation>אין הצעות</translation>
    </message>
    <message>
      <source>None yet. In a note, open the menu of an underlined word and choose “Add to my words”.</source>
      <translation>אין עדיין מילים. בסיכום, יש לפתוח את התפריט של מילה מסומנת בקו ולבחור "הוספה למילים שלי".</translation>
    </message>
    <message>
      <source>Not in a dictionary: {word}</source>
      <translation>לא במילון: {word}</translation>
    </message>
    <message>
      <source>Remove the word</source>
      <translation>הסרת המילה</translation>
    </message>
    <message>
      <source>South African English</source>
      <translation>אנגלית דרום אפריקאית</translation>
    </message>
    <message>
      <source>Spelling</source>
      <translation>איות</translation>
    </message>
    <message>
      <source>Spelling is not checked here; Settings, Spelling, says why</source>
      <translation>האיות אינו נבדק כאן; הסיבה מופיעה בהגדרות, תחת איות</translation>
    </message>
    <message>
      <source>Suggestions</source>
      <translation>הצעות</translation>
    </message>
    <message>
      <source>The dictionary comes with PazPaz.</source>
      <translation>המילון מגיע עם PazPaz.</translation>
    </message>
    <message>
      <source>The dictionary comes with PazPaz. British English comes with LibreOffice, and on Linux with the package hunspell-en-gb; or choose its file here.</source>
      <translation>המילון מגיע עם PazPaz. אנגלית בריטית מגיעה עם LibreOffice, וב-Linux עם החבילה hunspell-en-gb; אפשר גם לבחור כאן את הקובץ שלה.</translation>
    </message>
    <message>
      <source>The dictionary is missing, so English words are not underlined.</source>
      <translation>המילון חסר, ולכן מילים באנגלית אינן מסומנות בקו.</translation>
    </message>
    <message>
      <source>The dictionary that was chosen is no longer there, so the American one that comes with PazPaz is used.</source>
      <translation>המילון שנבחר כבר אינו במקומו, ולכן נעשה שימוש במילון האמריקאי שמגיע עם PazPaz.</translation>
    </message>
    <message>
      <source>The dictionary: {file}</source>
      <translation>המילון: {file}</translation>
    </message>
    <message>
      <source>The word was removed</source>
      <translation>המילה הוסרה</translation>
    </message>
    <message>
      <source>There is no Hebrew dictionary on this computer yet. It comes with LibreOffice, and on Linux with the package hunspell-he; or choose its file here.</source>
      <translation>אין עדיין מילון עברי במחשב הזה. הוא מגיע עם LibreOffice, וב-Linux עם החבילה hunspell-he; אפשר גם לבחור כאן את הקובץ שלו.</translation>
    </message>
    <message>
      <source>This file is no Hebrew dictionary, or it is damaged. Nothing was changed. Choose the file that ends in .dic; the one of the same name that ends in .aff has to lie beside it.</source>
      <translation>הקובץ הזה אינו מילון עברי, או שהוא פגום. דבר לא שונה. יש לבחור את הקובץ שמסתיים ב-.dic; הקובץ באותו שם שמסתיים ב-.aff צריך להימצא לצידו.</translation>
    </message>
    <message>
      <source>This file is no dictionary of English, or it is damaged. Nothing was changed. Choose the file that ends in .dic; the one of the same name that ends in .aff has to lie beside it.</source>
      <translation>הקובץ הזה אינו מילון אנגלי, או שהוא פגום. דבר לא שונה. יש לבחור את הקובץ שמסתיים ב-.dic; הקובץ באותו שם שמסתיים ב-.aff צריך להימצא לצידו.</translation>
    </message>
    <message>
      <source>Use the one of the system</source>
      <translation>שימוש במילון של המערכת</translation>
    </message>
    <message>
      <source>Which English</source>
      <translation>סוג האנגלית</translation>
    </message>
    <message>
      <source>While you write</source>
      <translation>תוך כדי כתיבה</translation>
    </message>
    <message>
      <source>Words that no dictionary has are underlined while you write a note. Nothing that you write leaves this laptop for it.</source>
      <translation>מילים שאינן באף מילון מסומנות בקו בזמן כתיבת סיכום. דבר ממה שנכתב אינו יוצא מהמחשב הזה לשם כך.</translation>
    </message>
    <message>
      <source>{word} (no room for it here)</source>
      <translation>{word} (אין לו מקום כאן)</translation>
    </message>
  </context>
  <context>
    <name>Sync</name>
    <message>
      <source>1 change is waiting here</source>
      <translation>שינוי אחד ממתין כאן</translation>
    </message>
    <message>
      <source>1 file is on its way, {size}</source>
      <translation>קובץ אחד בדרך, {size}</translation>
    </message>
    <message>
      <source>1 file is waiting, {size}</source>
      <translation>קובץ אחד ממתין, {size}</translation>
    </message>
    <message>
      <source>1 file waiting</source>
      <translation>קובץ אחד ממתין</translation>
    </message>
    <message>
      <source>1 needs you</source>
      <translation>שאלה אחת ממתינה לך</translation>
    </message>
    <message>
      <source>1 question for you</source>
      <translation>יש לך שאלה אחת</translation>
    </message>
    <message>
      <source>1 waiting</source>
      <translation>אחד ממתין</translation>
    </message>
    <message>
      <source>All saved to the clinic at {time}</source>
      <translation>הכול נשמר במרפאה בשעה {time}</translation>
    </message>
    <message>
      <source>All saved to the clinic {when}</source>
      <translation>הכול נשמר במרפאה {when}</translation>
    </message>
    <message>
      <source>Connected to the clinic.</source>
      <translation>יש חיבור למרפאה.</translation>
    </message>
    <message>
      <source>Connecting</source>
      <translation>בהתחברות</translation>
    </message>
    <message>
      <source>Everything is saved on this laptop and goes to the clinic by itself.</source>
      <translation>הכול נשמר במחשב הזה ועובר למרפאה מעצמו.</translation>
    </message>
    <message>
      <source>Everything on this laptop stays, and what was never sent arrives once it is let in. Somebody at a laptop of the owner has to agree.</source>
      <translation>כל מה שבמחשב הזה נשאר, ומה שלא נשלח מעולם יגיע לאחר אישור המחשב. מישהו ליד מחשב של הבעלים צריך להסכים.</translation>
    </message>
    <message>
      <source>Files wait: this connection costs by volume. Allow it in Settings.</source>
      <translation>הקבצים ממתינים: החיבור הזה מחויב לפי נפח. אפשר להתיר זאת בהגדרות.</translation>
    </message>
    <message>
      <source>Go on syncing</source>
      <translation>המשך הסנכרון</translation>
    </message>
    <message>
      <source>It is tried again by itself</source>
      <translation>ייעשה ניסיון נוסף מעצמו</translation>
    </message>
    <message>
      <source>Join the clinic again</source>
      <translation>הצטרפות מחדש למרפאה</translation>
    </message>
    <message>
      <source>Join the clinic again?</source>
      <translation>להצטרף מחדש למרפאה?</translation>
    </message>
    <message>
      <source>Keep everything</source>
      <translation>השארת הכול</translation>
    </message>
    <message>
      <source>Last saved to the clinic: {when}</source>
      <translation>נשמר לאחרונה במרפאה: {when}</translation>
    </message>
    <message>
      <source>Needs you</source>
      <translation>נדרשת פעולה</translation>
    </message>
    <message>
      <source>No change is waiting here</source>
      <translation>אין כאן שינויים ממתינים</translation>
    </message>
    <message>
      <source>Not now</source>
      <translation>לא עכשיו</translation>
    </message>
    <message>
      <source>Not saved to the clinic yet</source>
      <translation>עדיין לא נשמר במרפאה</translation>
    </message>
    <message>
      <source>Not syncing</source>
      <translation>אין סנכרון</translation>
    </message>
    <message>
      <source>Nothing is waiting here</source>
      <translation>דבר אינו ממתין כאן</translation>
    </message>
    <message>
      <source>Offline</source>
      <translation>לא מקוון</translation>
    </message>
    <message>
      <source>On this laptop</source>
      <translation>במחשב הזה</translation>
    </message>
    <message>
      <source>Open Settings</source>
      <translation>פתיחת ההגדרות</translation>
    </message>
    <message>
      <source>Open the inbox</source>
      <translation>פתיחת הדואר הנכנס</translation>
    </message>
    <message>
      <source>Open the inbox to answer.</source>
      <translation>כדי לענות, יש לפתוח את הדואר הנכנס.</translation>
    </message>
    <message>
      <source>Pause</source>
      <translation>השהיה</translation>
    </message>
    <message>
      <source>Paused</source>
      <translation>מושהה</translation>
    </message>
    <message>
      <source>Remove so many records from this laptop?</source>
      <translation>להסיר כל כך הרבה רשומות מהמחשב הזה?</translation>
    </message>
    <message>
      <source>Remove them here too</source>
      <translation>הסרה גם מכאן</translation>
    </message>
    <message>
      <source>Removed from the clinic</source>
      <translation>הוסר מהמרפאה</translation>
    </message>
    <message>
      <source>Somebody may have deleted them on purpose, or something is wrong at the clinic. If you do not know of it, keep everything and ask the clinic first.</source>
      <translation>ייתכן שמישהו מחק אותן בכוונה, וייתכן שמשהו השתבש במרפאה. אם הדבר אינו ידוע לך, כדאי להשאיר הכול ולשאול קודם במרפאה.</translation>
    </message>
    <message>
      <source>Sync now</source>
      <translation>סנכרון עכשיו</translation>
    </message>
    <message>
      <source>Syncing</source>
      <translation>בסנכרון</translation>
    </message>
    <message>
      <source>Syncing is paused, until you go on or PazPaz starts again. Everything is saved on this laptop.</source>
      <translation>הסנכרון מושהה עד להמשך יזום או עד ש־PazPaz תופעל שוב. הכול נשמר במחשב הזה.</translation>
    </message>
    <message>
      <source>Syncing stopped because of a fault in the program. Everything is saved on this laptop. Try again; if it stays, make a backup in Settings and ask for help.</source>
      <translation>הסנכרון נעצר בגלל תקלה בתוכנה. הכול נשמר במחשב הזה. אפשר לנסות שוב; אם התקלה נמשכת, יש ליצור גיבוי בהגדרות ולבקש עזרה.</translation>
    </message>
    <message>
      <source>Syncing {done} of {total}</source>
      <translation>בסנכרון: {done} מתוך {total}</translation>
    </message>
    <message>
      <source>The clinic's server cannot be reached. Everything is saved on this laptop and goes to the clinic by itself when there is a connection.</source>
      <translation>אין גישה לשרת המרפאה. הכול נשמר במחשב הזה ויעבור למרפאה מעצמו כשיהיה חיבור.</translation>
    </message>
    <message>
      <source>The clinic's server did not let this laptop in. Everything is saved here. Ask the owner of the practice whether this laptop is still listed under Team and devices.</source>
      <translation>שרת המרפאה לא אישר כניסה למחשב הזה. הכול נשמר כאן. יש לברר עם הבעלים של הקליניקה אם המחשב הזה עדיין מופיע תחת צוות ומכשירים.</translation>
    </message>
    <message>
      <source>The clinic's server does not know this laptop or its password: perhaps it was brought back to a day before this laptop joined, or somebody who had this laptop's login changed it. Nothing is lost, and what you wrote here waits. Tell the owner of the practice, or join the clinic again.</source>
      <translation>שרת המרפאה אינו מכיר את המחשב הזה או את הסיסמה שלו: ייתכן שהשרת שוחזר ליום שלפני הצטרפות המחשב, או שמישהו שהיו בידיו פרטי הכניסה של המחשב שינה אותם. דבר לא אבד, ומה שנכתב כאן ממתין. יש לעדכן את הבעלים של הקליניקה, או להצטרף מחדש למרפאה.</translation>
    </message>
    <message>
      <source>The clinic's server is busy. Everything is saved on this laptop; it is tried again soon.</source>
      <translation>שרת המרפאה עמוס. הכול נשמר במחשב הזה; בקרוב ייעשה ניסיון נוסף.</translation>
    </message>
    <message>
      <source>The clinic's server is older than this program. Everything is saved on this laptop. Ask whoever runs the server to upgrade it.</source>
      <translation>שרת המרפאה ישן יותר מהתוכנה הזאת. הכול נשמר במחשב הזה. יש לבקש ממי שמפעיל את השרת לשדרג אותו.</translation>
    </message>
    <message>
      <source>The disk is full, so what comes from the clinic cannot be stored. Everything saved before is safe. Free some space, then try again.</source>
      <translation>הדיסק מלא, ולכן אי אפשר לאחסן את מה שמגיע מהמרפאה. כל מה שנשמר קודם לכן בטוח. יש לפנות מקום ואז לנסות שוב.</translation>
    </message>
    <message>
      <source>The owner removed this laptop from the clinic. What is here stays, and can be read and exported; nothing is sent any more. If that was a mistake, the owner can let this laptop in again.</source>
      <translation>הבעלים הסירו את המחשב הזה מהמרפאה. מה שכאן נשאר, וניתן לקריאה ולייצוא; דבר אינו נשלח עוד. אם זו טעות, הבעלים יכולים לאשר את המחשב הזה שוב.</translation>
    </message>
    <message>
      <source>The part of the program that syncs has ended and is started again by itself. Nothing is lost: everything is saved on this laptop.</source>
      <translation>החלק של התוכנה שמסנכרן נסגר והוא מופעל שוב מעצמו. שום דבר לא אבד: הכול שמור במחשב הזה.</translation>
    </message>
    <message>
      <source>The practice's file on this computer is damaged: parts of it do not pass their check. Nothing was sent. Keep the file: what was not sent yet may be in it alone. Copy its folder to another disk, then restore the latest backup beside it; what is in the clinic comes back by itself.</source>
      <translation>קובץ הקליניקה במחשב הזה פגום: חלקים ממנו אינם עוברים את הבדיקה. דבר לא נשלח. יש לשמור את הקובץ: ייתכן שמה שעוד לא נשלח נמצא רק בו. יש להעתיק את התיקייה שלו לדיסק אחר, ואז לשחזר לצידה את הגיבוי האחרון; מה שנמצא במרפאה יחזור מעצמו.</translation>
    </message>
    <message>
      <source>The server does not show what was taken over from the old database, so nothing of it was sealed and nothing was sent. Everything you typed is saved on this laptop. Ask whoever runs the server to take the practice over again into a new database: the old one is as it was.</source>
      <translation>השרת אינו מציג את מה שהועבר ממסד הנתונים הישן, ולכן שום חלק ממנו לא נחתם ודבר לא נשלח. כל מה שהוקלד נשמר במחשב הזה. יש לבקש ממי שמפעיל את השרת להעביר את הקליניקה שוב, למסד נתונים חדש: הישן נשאר כשהיה.</translation>
    </message>
    <message>
      <source>The server that answered could not prove that it is the clinic's. Nothing was sent, and everything is saved here. Check this computer's date and time first; if they are right, ask whoever runs the server.</source>
      <translation>השרת שענה לא הצליח להוכיח שהוא שרת המרפאה. דבר לא נשלח, והכול נשמר כאן. תחילה יש לבדוק את התאריך והשעה במחשב הזה; אם הם נכונים, יש לפנות למי שמפעיל את השרת.</translation>
    </message>
    <message>
      <source>The server told something that its own seal does not cover. It was not used, nothing was changed, and everything is saved on this laptop. Tell the owner of the practice.</source>
      <translation>השרת מסר משהו שהחותם שלו אינו מכסה. לא נעשה בו שימוש, דבר לא שונה, והכול נשמר במחשב הזה. יש לעדכן את הבעלים של הקליניקה.</translation>
    </message>
    <message>
      <source>This laptop lacks a key of the practice. Everything is saved here. It asks for it at every try; if this stays, ask the owner to let this laptop in again.</source>
      <translation>במחשב הזה חסר מפתח של הקליניקה. הכול נשמר כאן. המחשב מבקש את המפתח בכל ניסיון; אם המצב נמשך, יש לבקש מהבעלים לאשר את המחשב הזה שוב.</translation>
    </message>
    <message>
      <source>This practice is a copy, or was put back to an earlier day, so to the clinic it is another laptop. Nothing is lost, and what you wrote here waits.</source>
      <translation>הקליניקה הזאת היא עותק, או שהוחזרה ליום מוקדם יותר, ולכן עבור המרפאה זה מחשב אחר. דבר לא אבד, ומה שנכתב כאן ממתין.</translation>
    </message>
    <message>
      <source>This practice lives on this laptop alone. A clinic can be connected any day.</source>
      <translation>הקליניקה הזאת נמצאת רק במחשב הזה. אפשר לחבר מרפאה בכל עת.</translation>
    </message>
    <message>
      <source>This practice lives on this laptop. Connect a clinic in Settings.</source>
      <translation>הקליניקה הזאת נמצאת במחשב הזה. אפשר לחבר מרפאה בהגדרות.</translation>
    </message>
    <message>
      <source>This program is older than the clinic's server accepts. Everything is saved on this laptop and goes to the clinic after the update. Install the update, then try again.</source>
      <translation>התוכנה הזאת ישנה מכדי ששרת המרפאה יקבל אותה. הכול נשמר במחשב הזה ויעבור למרפאה לאחר העדכון. יש להתקין את העדכון ואז לנסות שוב.</translation>
    </message>
    <message>
      <source>Try again</source>
      <translation>ניסיון נוסף</translation>
    </message>
    <message>
      <source>What to do</source>
      <translation>מה לעשות</translation>
    </message>
    <message>
      <source>You can go on working meanwhile.</source>
      <translation>בינתיים אפשר להמשיך לעבוד.</translation>
    </message>
    <message>
      <source>You can go on working.</source>
      <translation>אפשר להמשיך לעבוד.</translation>
    </message>
    <message>
      <source>{done} of {total} MB</source>
      <translation>{done} מתוך {total} MB</translation>
    </message>
    <message>
      <source>{done} of {total} so far</source>
      <translation>{done} מתוך {total} עד כה</translation>
    </message>
    <message>
      <source>{n} changes are waiting here</source>
      <translation>{n} שינויים ממתינים כאן</translation>
    </message>
    <message>
      <source>{n} files are on their way, {size}</source>
      <translation>{n} קבצים בדרך, {size}</translation>
    </message>
    <message>
      <source>{n} files are waiting, {size}</source>
      <translation>{n} קבצים ממתינים, {size}</translation>
    </message>
    <message>
      <source>{n} files waiting</source>
      <translation>{n} קבצים ממתינים</translation>
    </message>
    <message>
      <source>{n} need you</source>
      <translation>{n} שאלות ממתינות לך</translation>
    </message>
    <message>
      <source>{n} questions for you</source>
      <translation>יש לך {n} שאלות</translation>
    </message>
    <message>
      <source>{n} waiting</source>
      <translation>{n} ממתינים</translation>
    </message>
    <message>
      <source>{percent} % of the practice's room at the clinic's server is used. When it is full, new files stay on this laptop, and text goes on. Tell whoever runs the server.</source>
      <translation>{percent}% מהמקום של הקליניקה בשרת המרפאה בשימוש. כשהוא יתמלא, קבצים חדשים יישארו במחשב הזה, והטקסט ימשיך לעבור. יש לעדכן את מי שמפעיל את השרת.</translation>
    </message>
    <message>
      <source>{percent} % of what this laptop may fetch today is fetched. Beyond it the rest comes tomorrow; nothing is lost.</source>
      <translation>{percent}% ממה שהמחשב הזה רשאי להוריד היום כבר הורד. מעבר לכך, השאר יגיע מחר; דבר לא אבד.</translation>
    </message>
    <message>
      <source>{percent} % of what this laptop may send today is sent. Beyond it the rest waits here until tomorrow; nothing is lost.</source>
      <translation>{percent}% ממה שהמחשב הזה רשאי לשלוח היום כבר נשלח. מעבר לכך, השאר ימתין כאן עד מחר; דבר לא אבד.</translation>
    </message>
    <message>
      <source>{state}, {waiting}</source>
      <translation>{state}, {waiting}</translation>
    </message>
    <message>
      <source>{state}; {questions}</source>
      <translation>{state}; {questions}</translation>
    </message>
  </context>
  <context>
    <name>Toast</name>
    <message>
      <source>Redo</source>
      <translation>ביצוע חוזר</translation>
    </message>
    <message>
      <source>Undo</source>
      <translation>ביטול הפעולה</translation>
    </message>
    <message>
      <source>{said}. {undo} with {keys}</source>
      <translation>{said}. {undo} עם {keys}</translation>
    </message>
  </context>
  <context>
    <name>Today</name>
    <message>
      <source>1 appointment</source>
      <translation>תור אחד</translation>
    </message>
    <message>
      <source>1 more</source>
      <translation>עוד תור אחד</translation>
    </message>
    <message>
      <source>1 needs you</source>
      <translation>פריט אחד ממתין לך</translation>
    </message>
    <message>
      <source>1 of {day} not reminded yet</source>
      <translation>{day}: נותרה תזכורת אחת לשליחה</translation>
    </message>
    <message>
      <source>A free day</source>
      <translation>יום פנוי</translation>
    </message>
    <message>
      <source>Add a client</source>
      <translation>הוספת מטופל</translation>
    </message>
    <message>
      <source>Add your first client; a name is enough. Then book them in the calendar.</source>
      <translation>מתחילים בהוספת המטופל הראשון; מספיק שם. אחר כך קובעים תור ביומן.</translation>
    </message>
    <message>
      <source>All unsigned notes</source>
      <translation>כל הסיכומים שלא נחתמו</translation>
    </message>
    <message>
      <source>Cancelled</source>
      <translation>בוטל</translation>
    </message>
    <message>
      <source>First: {name}</source>
      <translation>תור ראשון: {name}</translation>
    </message>
    <message>
      <source>Good afternoon, {name}</source>
      <translation>צהריים טובים, {name}</translation>
    </message>
    <message>
      <source>Good evening, {name}</source>
      <translation>ערב טוב, {name}</translation>
    </message>
    <message>
      <source>Good morning, {name}</source>
      <translation>בוקר טוב, {name}</translation>
    </message>
    <message>
      <source>Next free time</source>
      <translation>הזמן הפנוי הבא</translation>
    </message>
    <message>
      <source>No-show</source>
      <translation>לא הגיע</translation>
    </message>
    <message>
      <source>Nothing is booked in the next two weeks.</source>
      <translation>לא נקבע דבר לשבועיים הקרובים.</translation>
    </message>
    <message>
      <source>Now</source>
      <translation>עכשיו</translation>
    </message>
    <message>
      <source>Now, until {end}</source>
      <translation>עכשיו, עד {end}</translation>
    </message>
    <message>
      <source>Open</source>
      <translation>פתיחה</translation>
    </message>
    <message>
      <source>Open note</source>
      <translation>פתיחת הסיכום</translation>
    </message>
    <message>
      <source>Open the calendar</source>
      <translation>פתיחת היומן</translation>
    </message>
    <message>
      <source>Open the calendar of today</source>
      <translation>פתיחת היומן של היום</translation>
    </message>
    <message>
      <source>Open the inbox</source>
      <translation>פתיחת הדואר הנכנס</translation>
    </message>
    <message>
      <source>Open the note of {name}</source>
      <translation>פתיחת הסיכום של {name}</translation>
    </message>
    <message>
      <source>Open {day} in the calendar</source>
      <translation>פתיחת {day} ביומן</translation>
    </message>
    <message>
      <source>Remind clients of the next day</source>
      <translation>תזכורת למטופלים של היום הבא</translation>
    </message>
    <message>
      <source>Remind clients of the next day  {key}</source>
      <translation>תזכורת למטופלים של היום הבא  {key}</translation>
    </message>
    <message>
      <source>Remind them</source>
      <translation>שליחת תזכורות</translation>
    </message>
    <message>
      <source>Reminders</source>
      <translation>תזכורות</translation>
    </message>
    <message>
      <source>Start note</source>
      <translation>התחלת סיכום</translation>
    </message>
    <message>
      <source>Two devices changed the same thing, or the clinic refused a change.</source>
      <translation>שני מכשירים שינו את אותו הדבר, או שהמרפאה דחתה שינוי.</translation>
    </message>
    <message>
      <source>Unsigned notes</source>
      <translation>סיכומים לא חתומים</translation>
    </message>
    <message>
      <source>Welcome</source>
      <translation>ברוכים הבאים</translation>
    </message>
    <message>
      <source>Your next appointment: {when}, {who}, and {more} that day.</source>
      <translation>התור הבא שלך: {when}, {who}, ובאותו יום {more}.</translation>
    </message>
    <message>
      <source>Your next appointment: {when}, {who}.</source>
      <translation>התור הבא שלך: {when}, {who}.</translation>
    </message>
    <message>
      <source>and 1 more</source>
      <translation>ועוד אחד</translation>
    </message>
    <message>
      <source>and {n} more</source>
      <translation>ועוד {n}</translation>
    </message>
    <message>
      <source>no appointments</source>
      <translation>אין תורים</translation>
    </message>
    <message>
      <source>{day} at {time}</source>
      <translation>{day} בשעה {time}</translation>
    </message>
    <message>
      <source>{n} appointments</source>
      <translation>{n} תורים</translation>
    </message>
    <message>
      <source>{n} day ago</source>
      <translation>לפני יום</translation>
    </message>
    <message>
      <source>{n} days ago</source>
      <translation>לפני {n} ימים</translation>
    </message>
    <message>
      <source>{n} more</source>
      <translation>עוד {n} תורים</translation>
    </message>
    <message>
      <source>{n} need you</source>
      <translation>{n} פריטים ממתינים לך</translation>
    </message>
    <message>
      <source>{n} of {day} not reminded yet</source>
      <translation>{day}: נותרו {n} תזכורות לשליחה</translation>
    </message>
    <message>
      <source>{start} to {end}</source>
      <translation>{start} עד {end}</translation>
    </message>
  </context>
  <context>
    <name>TopBar</name>
    <message>
      <source>Demo</source>
      <translation>הדגמה</translation>
    </message>
    <message>
      <source>Hide what others should not read</source>
      <translation>הסתרת מה שאחרים לא צריכים לראות</translation>
    </message>
    <message>
      <source>Invented people. Remove the demo in Settings.</source>
      <translation>אנשים בדויים. אפשר להסיר את ההדגמה בהגדרות.</translation>
    </message>
    <message>
      <source>Lock</source>
      <translation>נעילה</translation>
    </message>
    <message>
      <source>Search or go to</source>
      <translation>חיפוש או מעבר אל</translation>
    </message>
  </context>
  <context>
    <name>Unfinished</name>
    <message>
      <source>1 file was not added, because PazPaz was locked or closed. It lies where you took it from, and nothing is lost: add it again.</source>
      <translation>קובץ אחד לא נוסף, כי PazPaz ננעלה או נסגרה. הוא נמצא היכן שהיה, ושום דבר לא אבד: הוסיפו אותו שוב.</translation>
    </message>
    <message>
      <source>The PDF was not finished, because PazPaz was locked or closed. Nothing of it was written, and nothing is lost: save it again.</source>
      <translation>קובץ ה-PDF לא הושלם, כי PazPaz ננעלה או נסגרה. שום חלק ממנו לא נכתב, ושום דבר לא אבד: שמרו אותו שוב.</translation>
    </message>
    <message>
      <source>The backup was not finished, because PazPaz was locked or closed. Nothing is lost, and an older one of that name is whole: make it again.</source>
      <translation>הגיבוי לא הושלם, כי PazPaz ננעלה או נסגרה. שום דבר לא אבד, וגיבוי קודם באותו שם נשאר שלם: צרו אותו שוב.</translation>
    </message>
    <message>
      <source>The calendar file was not finished, because PazPaz was locked or closed. Nothing of it was written, and nothing is lost: save it again.</source>
      <translation>קובץ היומן לא הושלם, כי PazPaz ננעלה או נסגרה. שום חלק ממנו לא נכתב, ושום דבר לא אבד: שמרו אותו שוב.</translation>
    </message>
    <message>
      <source>The calendar file was not imported, because PazPaz was locked or closed. Nothing was changed, and nothing is lost: import it again.</source>
      <translation>קובץ היומן לא יובא, כי PazPaz ננעלה או נסגרה. דבר לא השתנה, ושום דבר לא אבד: ייבאו אותו שוב.</translation>
    </message>
    <message>
      <source>The copy of a file was not finished, because PazPaz was locked or closed. The file itself is whole, and nothing is lost: save the copy again.</source>
      <translation>העותק של קובץ לא הושלם, כי PazPaz ננעלה או נסגרה. הקובץ עצמו שלם, ושום דבר לא אבד: שמרו את העותק שוב.</translation>
    </message>
    <message>
      <source>The export was not finished, because PazPaz was locked or closed. Nothing is lost here, but its folder is not whole: export again.</source>
      <translation>הייצוא לא הושלם, כי PazPaz ננעלה או נסגרה. שום דבר לא אבד כאן, אבל התיקייה שלו אינה שלמה: ייצאו שוב.</translation>
    </message>
    <message>
      <source>The import was not finished, because PazPaz was locked or closed. Nothing was changed, and nothing is lost: import again.</source>
      <translation>הייבוא לא הושלם, כי PazPaz ננעלה או נסגרה. דבר לא השתנה, ושום דבר לא אבד: ייבאו שוב.</translation>
    </message>
    <message>
      <source>The printing was not finished, because PazPaz was locked or closed. Nothing is lost: look at what the printer has, and print it again.</source>
      <translation>ההדפסה לא הושלמה, כי PazPaz ננעלה או נסגרה. שום דבר לא אבד: בדקו מה יש במדפסת, והדפיסו שוב.</translation>
    </message>
    <message>
      <source>{n} files were not added, because PazPaz was locked or closed. They lie where you took them from, and nothing is lost: add them again.</source>
      <translation>{n} קבצים לא נוספו, כי PazPaz ננעלה או נסגרה. הם נמצאים היכן שהיו, ושום דבר לא אבד: הוסיפו אותם שוב.</translation>
    </message>
  </context>
  <context>
    <name>Unlock</name>
    <message>
      <source>A practice that cannot be opened</source>
      <translation>קליניקה שאי אפשר לפתוח</translation>
    </message>
    <message>
      <source>Cancel</source>
      <translation>ביטול</translation>
    </message>
    <message>
      <source>Choose a backup</source>
      <translation>בחירת גיבוי</translation>
    </message>
    <message>
      <source>Choose who goes on working.</source>
      <translation>מי ממשיך לעבוד?</translation>
    </message>
    <message>
      <source>From {file}: type what opened it on that day.</source>
      <translation>מתוך {file}: יש להקליד את מה שפתח אותו באותו יום.</translation>
    </message>
    <message>
      <source>Open the demo</source>
      <translation>פתיחת ההדגמה</translation>
    </message>
    <message>
      <source>Passphrase</source>
      <translation>משפט סיסמה</translation>
    </message>
    <message>
      <source>PazPaz locked after several wrong passphrases. Everything is saved.</source>
      <translation>PazPaz ננעלה אחרי כמה משפטי סיסמה שגויים. הכול שמור.</translation>
    </message>
    <message>
      <source>PazPaz locked because the computer went to sleep. Everything is saved.</source>
      <translation>PazPaz ננעלה כי המחשב עבר למצב שינה. הכול שמור.</translation>
    </message>
    <message>
      <source>PazPaz locked itself because nobody used it. Everything is saved.</source>
      <translation>PazPaz ננעלה מעצמה כי לא היה בה שימוש. הכול שמור.</translation>
    </message>
    <message>
      <source>Practice of {initials}</source>
      <translation>הקליניקה של {initials}</translation>
    </message>
    <message>
      <source>Quick unlock</source>
      <translation>פתיחה מהירה</translation>
    </message>
    <message>
      <source>Set up another practice</source>
      <translation>הקמת קליניקה נוספת</translation>
    </message>
    <message>
      <source>That is not the passphrase. Check Caps Lock and the keyboard language.</source>
      <translation>זה אינו משפט הסיסמה. כדאי לבדוק את Caps Lock ואת שפת המקלדת.</translation>
    </message>
    <message>
      <source>This is the demo. Its passphrase is “{phrase}”.</source>
      <translation>זו ההדגמה. משפט הסיסמה שלה הוא “{phrase}”.</translation>
    </message>
    <message>
      <source>Unlock</source>
      <translation>פתיחה</translation>
    </message>
    <message>
      <source>Unlocking</source>
      <translation>בפתיחה</translation>
    </message>
    <message>
      <source>Use the passphrase</source>
      <translation>שימוש במשפט הסיסמה</translation>
    </message>
    <message>
      <source>Use the recovery paper</source>
      <translation>שימוש בדף השחזור</translation>
    </message>
    <message>
      <source>You locked PazPaz. Everything is saved.</source>
      <translation>PazPaz ננעלה לבקשתך. הכול שמור.</translation>
    </message>
    <message>
      <source>Your recovery paper opens this too: choose “Use the recovery paper”.</source>
      <translation>גם דף השחזור פותח את זה: יש לבחור “שימוש בדף השחזור”.</translation>
    </message>
  </context>
  <context>
    <name>Updates</name>
    <message>
      <source>A new version</source>
      <translation>גרסה חדשה</translation>
    </message>
    <message>
      <source>About</source>
      <translation>אודות</translation>
    </message>
    <message>
      <source>Address that is asked for updates</source>
      <translation>הכתובת שבה נבדקים עדכונים</translation>
    </message>
    <message>
      <source>Asking for an update</source>
      <translation>בדיקה אם יש עדכון</translation>
    </message>
    <message>
      <source>Built on {day}, for {system} ({arch})</source>
      <translation>נבנתה ב{day}, עבור {system} ({arch})</translation>
    </message>
    <message>
      <source>Check for an update</source>
      <translation>בדיקת עדכונים</translation>
    </message>
    <message>
      <source>Empty: nobody is ever asked. Nothing is sent but the request itself.</source>
      <translation>ריק: אין פנייה לאיש. דבר לא נשלח מלבד הבקשה עצמה.</translation>
    </message>
    <message>
      <source>Fetch the file</source>
      <translation>הבאת הקובץ</translation>
    </message>
    <message>
      <source>Fetching {file}</source>
      <translation>הבאת {file}</translation>
    </message>
    <message>
      <source>Give it to the clinic</source>
      <translation>מסירה למרפאה</translation>
    </message>
    <message>
      <source>Given to the clinic: {files}. Laptops are offered it.</source>
      <translation>נמסר למרפאה: {files}. העדכון מוצע למחשבים.</translation>
    </message>
    <message>
      <source>Its file is not here. Choose it with “Update from a file”.</source>
      <translation>הקובץ שלה אינו כאן. אפשר לבחור אותו דרך "עדכון מקובץ".</translation>
    </message>
    <message>
      <source>Keep the address</source>
      <translation>שמירת הכתובת</translation>
    </message>
    <message>
      <source>Licences</source>
      <translation>רישיונות</translation>
    </message>
    <message>
      <source>Make a backup first</source>
      <translation>קודם ליצור גיבוי</translation>
    </message>
    <message>
      <source>On its way from the clinic: {n} of {all} parts</source>
      <translation>בדרך מהמרפאה: {n} מתוך {all} חלקים</translation>
    </message>
    <message>
      <source>PazPaz installs nothing by itself. It says what is new, and whether a file is from its makers: a file from a stick, from the address below when you click, or from your clinic.</source>
      <translation>PazPaz אינה מתקינה דבר מעצמה. היא מציגה מה חדש, ובודקת אם קובץ הגיע מיוצריה: קובץ מהתקן נייד, מהכתובת שלמטה בלחיצה, או מהמרפאה.</translation>
    </message>
    <message>
      <source>PazPaz {version}</source>
      <translation>PazPaz {version}</translation>
    </message>
    <message>
      <source>Runs from its source, on {system} ({arch})</source>
      <translation>פועלת מקוד המקור, ב-{system} ({arch})</translation>
    </message>
    <message>
      <source>Sealing the files for the clinic</source>
      <translation>הצפנת הקבצים עבור המרפאה</translation>
    </message>
    <message>
      <source>Show the file</source>
      <translation>הצגת הקובץ</translation>
    </message>
    <message>
      <source>Signed by its makers, {day}</source>
      <translation>נחתמה בידי יוצריה, {day}</translation>
    </message>
    <message>
      <source>Stop</source>
      <translation>עצירה</translation>
    </message>
    <message>
      <source>Take it back from the clinic</source>
      <translation>החזרה מהמרפאה</translation>
    </message>
    <message>
      <source>Taken back: no laptop is offered it any more.</source>
      <translation>הוחזר: העדכון כבר אינו מוצע לאף מחשב.</translation>
    </message>
    <message>
      <source>The backup is made: 1 client</source>
      <translation>הגיבוי נוצר: מטופל אחד</translation>
    </message>
    <message>
      <source>The backup is made: {n} clients</source>
      <translation>הגיבוי נוצר: {n} מטופלים</translation>
    </message>
    <message>
      <source>The file is {size} large.</source>
      <translation>גודל הקובץ {size}.</translation>
    </message>
    <message>
      <source>This build has no release key, so it cannot verify an update. Get a new version from where you got this one.</source>
      <translation>בגרסה המותקנת אין מפתח הפצה, ולכן היא אינה יכולה לאמת עדכון. יש להשיג גרסה חדשה מהמקום שממנו הגיעה הנוכחית.</translation>
    </message>
    <message>
      <source>This is the newest version: {version}.</source>
      <translation>זו הגרסה החדשה ביותר: {version}.</translation>
    </message>
    <message>
      <source>This version has no file for this system. Keep what you have.</source>
      <translation>לגרסה הזאת אין קובץ למערכת הזאת. יש להישאר עם הגרסה הקיימת.</translation>
    </message>
    <message>
      <source>Update from a file</source>
      <translation>עדכון מקובץ</translation>
    </message>
    <message>
      <source>Updates</source>
      <translation>עדכונים</translation>
    </message>
    <message>
      <source>Verified: {file}. Make a backup, close PazPaz, then open this file. Your practice stays as it is.</source>
      <translation>אומת: {file}. יש ליצור גיבוי, לסגור את PazPaz ואז לפתוח את הקובץ הזה. הקליניקה נשארת כפי שהיא.</translation>
    </message>
    <message>
      <source>Verifying the file</source>
      <translation>אימות הקובץ</translation>
    </message>
    <message>
      <source>Version {version}</source>
      <translation>גרסה {version}</translation>
    </message>
    <message>
      <source>Your clinic's server must be upgraded first: with this version the laptop works on, but syncs nothing until then. Ask whoever runs the server.</source>
      <translation>קודם יש לשדרג את שרת המרפאה: עם הגרסה הזאת המחשב ימשיך לעבוד, אך עד לשדרוג לא יסנכרן דבר. יש לפנות למי שמפעיל את השרת.</translation>
    </message>
  </context>
  <context>
    <name>Waitlist</name>
    <message>
      <source>1 client waits for such a time.</source>
      <translation>מטופל אחד ממתין לזמן כזה.</translation>
    </message>
    <message>
      <source>Any</source>
      <translation>כל אפשרות</translation>
    </message>
    <message>
      <source>Book</source>
      <translation>קביעת תור</translation>
    </message>
    <message>
      <source>Choose who waits.</source>
      <translation>יש לבחור מי ממתין.</translation>
    </message>
    <message>
      <source>Days that suit</source>
      <translation>ימים מתאימים</translation>
    </message>
    <message>
      <source>Find a free time</source>
      <translation>חיפוש זמן פנוי</translation>
    </message>
    <message>
      <source>Free again: {day}, {times}.</source>
      <translation>התפנה: {day}, {times}.</translation>
    </message>
    <message>
      <source>Nobody waits for such a time any more.</source>
      <translation>איש כבר אינו ממתין לזמן כזה.</translation>
    </message>
    <message>
      <source>Nobody waits. Put a client here when no time suits: you are told as soon as one is free.</source>
      <translation>אין ממתינים. כשאין זמן מתאים, אפשר להוסיף לכאן מטופלים: תופיע הודעה ברגע שיתפנה זמן.</translation>
    </message>
    <message>
      <source>Not after</source>
      <translation>לא אחרי</translation>
    </message>
    <message>
      <source>Not before</source>
      <translation>לא לפני</translation>
    </message>
    <message>
      <source>On the waitlist</source>
      <translation>ברשימת ההמתנה</translation>
    </message>
    <message>
      <source>Put on the waitlist</source>
      <translation>הוספה לרשימת ההמתנה</translation>
    </message>
    <message>
      <source>Remark</source>
      <translation>הערה</translation>
    </message>
    <message>
      <source>Show who waits</source>
      <translation>הצגת הממתינים</translation>
    </message>
    <message>
      <source>Take off</source>
      <translation>הסרה מהרשימה</translation>
    </message>
    <message>
      <source>Taken off the waitlist</source>
      <translation>הוסר מרשימת ההמתנה</translation>
    </message>
    <message>
      <source>The form of the waitlist has changes that are not saved.</source>
      <translation>בטופס של רשימת ההמתנה יש שינויים שלא נשמרו.</translation>
    </message>
    <message>
      <source>The remark is too long by {n}.</source>
      <translation>ההערה ארוכה מדי ב-{n} תווים.</translation>
    </message>
    <message>
      <source>The wish was changed</source>
      <translation>הבקשה שונתה</translation>
    </message>
    <message>
      <source>Times are free again.</source>
      <translation>התפנו זמנים.</translation>
    </message>
    <message>
      <source>Urgent</source>
      <translation>דחוף</translation>
    </message>
    <message>
      <source>Urgent: asked first</source>
      <translation>דחוף: בעדיפות ראשונה</translation>
    </message>
    <message>
      <source>Waitlist</source>
      <translation>רשימת המתנה</translation>
    </message>
    <message>
      <source>Who waits for such a time</source>
      <translation>מי ממתין לזמן כזה</translation>
    </message>
    <message>
      <source>afternoons</source>
      <translation>אחר הצהריים</translation>
    </message>
    <message>
      <source>evenings</source>
      <translation>ערב</translation>
    </message>
    <message>
      <source>for {n} days</source>
      <translation>מזה {n} ימים</translation>
    </message>
    <message>
      <source>for {n} week</source>
      <translation>מזה שבוע</translation>
    </message>
    <message>
      <source>for {n} weeks</source>
      <translation>מזה {n} שבועות</translation>
    </message>
    <message>
      <source>from {day}</source>
      <translation>{day} ואילך</translation>
    </message>
    <message>
      <source>mornings</source>
      <translation>בוקר</translation>
    </message>
    <message>
      <source>since today</source>
      <translation>מהיום</translation>
    </message>
    <message>
      <source>since yesterday</source>
      <translation>מאתמול</translation>
    </message>
    <message>
      <source>until {day}</source>
      <translation>עד {day}</translation>
    </message>
    <message>
      <source>{first} to {last}</source>
      <translation>{first} עד {last}</translation>
    </message>
    <message>
      <source>{n} clients wait for such a time.</source>
      <translation>{n} מטופלים ממתינים לזמן כזה.</translation>
    </message>
  </context>
</TS>
