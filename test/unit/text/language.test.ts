// Language test: what language `guessLanguage` gives for a text, and that it gives none if the words do not identify one.
import assert from 'node:assert/strict';
import { guessLanguage } from '../../../src/text/language';

/** Short texts as they are selected: messages, sentences of documentation, everyday sentences. */
const SHORT: Readonly<Record<string, readonly string[]>> = {
  en: ['The file was saved.', 'Where is my bag?', "It doesn't work.", 'Do you want to save the changes?'],
  de: [
    'Die Datei wurde gespeichert.',
    'Wo ist meine Tasche?',
    'Das geht nicht.',
    'Möchten Sie die Änderungen speichern?',
  ],
  fr: ['Le fichier a été enregistré.', 'Où est mon sac ?', "Ça ne marche pas aujourd'hui.", "J'ai oublié l’adresse."],
  es: ['El archivo se ha guardado.', '¿Dónde está mi bolso?', 'Los cambios no se guardan.'],
  it: ['Il file è stato salvato.', 'Dove è la mia borsa?', 'Questo non funziona.', "L'applicazione non si apre più."],
  pt: ['O arquivo foi salvo.', 'Onde está a minha bolsa?', 'Isso não funciona.', 'As alterações não foram salvas.'],
  nl: ['Het bestand is opgeslagen.', 'Waar is mijn tas?', 'Dit werkt niet.', 'De wijzigingen zijn niet bewaard.'],
  ja: ['ファイルが保存されました。', 'かばんはどこですか。'],
  zh: ['文件已保存。', '我的包在哪里？'],
  ko: ['파일이 저장되었습니다.'],
  ru: ['Файл сохранён.', 'Где моя сумка?'],
  uk: ['Де мій файл?'],
  ar: ['تم حفظ الملف.', 'أين حقيبتي؟'],
};

const LONG: Readonly<Record<string, string>> = {
  en: 'This page describes how the extension is installed. When the model has been loaded, it stays in memory for ten minutes. You can change that in the settings, or stop it at any time.',
  de: 'Diese Seite beschreibt, wie die Erweiterung installiert wird. Wenn das Modell geladen ist, bleibt es zehn Minuten im Speicher. Das lässt sich in den Einstellungen ändern, oder man hält es jederzeit an.',
  fr: "Cette page décrit l'installation de l'extension. Une fois le modèle chargé, il reste en mémoire pendant dix minutes. Vous pouvez changer cela dans les paramètres, ou l'arrêter à tout moment.",
  es: 'Esta página describe cómo se instala la extensión. Cuando el modelo está cargado, permanece en la memoria durante diez minutos. Puede cambiarlo en la configuración o detenerlo en cualquier momento.',
  it: "Questa pagina descrive come si installa l'estensione. Quando il modello è stato caricato, resta in memoria per dieci minuti. Si può cambiare nelle impostazioni, o fermarlo in qualsiasi momento.",
  pt: 'Esta página descreve como a extensão é instalada. Quando o modelo está carregado, ele fica na memória durante dez minutos. Você pode mudar isso nas configurações ou pará-lo a qualquer momento.',
  nl: 'Deze pagina beschrijft hoe de extensie wordt geïnstalleerd. Als het model geladen is, blijft het tien minuten in het geheugen. Je kunt dat in de instellingen veranderen, of het op elk moment stoppen.',
  ja: 'このページでは拡張機能のインストール方法を説明します。モデルは読み込まれると10分間メモリに残ります。',
  zh: '本页介绍如何安装扩展。模型加载后会在内存中保留十分钟。您可以在设置中更改，也可以随时停止。',
  ru: 'На этой странице описано, как установить расширение. Загруженная модель остаётся в памяти десять минут.',
  ar: 'تصف هذه الصفحة كيفية تثبيت الإضافة. بعد تحميل النموذج يبقى في الذاكرة عشر دقائق.',
};

describe('guessLanguage', () => {
  for (const [language, texts] of Object.entries(SHORT)) {
    it(`recognizes short texts in ${language}`, () => {
      for (const text of texts) assert.equal(guessLanguage(text), language, text);
    });
  }

  for (const [language, text] of Object.entries(LONG)) {
    it(`recognizes a long text in ${language}, beside code, addresses and names in English`, () => {
      assert.equal(guessLanguage(text), language);
      const noise =
        'git commit -m "Add the file" && npm run build\nhttps://example.org/the/way/of/it `if (this.is) return the.end`\n\n';
      assert.equal(guessLanguage(`${noise}${text}`), language);
      assert.equal(guessLanguage(`# ${text}\n\n- Visual Studio Code\n- ${text}`), language);
    });
  }

  it('returns undefined for a text without function words in its prose', () => {
    for (const text of [
      '',
      '  \n',
      '12 + 3',
      'OK',
      'Attentive',
      'npm install',
      'https://example.org/the/of',
      'Tom, Mary',
    ]) {
      assert.equal(guessLanguage(text), undefined, text);
    }
    assert.equal(guessLanguage('const the = of(and); return is;'), undefined, 'code is no prose');
  });

  it('returns the language of most of the text if the text quotes another language', () => {
    const text = `${LONG['de']} Die Meldung lautet: “The file was not found.”`;
    assert.equal(guessLanguage(text), 'de');
  });

  it('reads entities of HTML as parts of their words', () => {
    assert.equal(guessLanguage('Estos permisos est&aacute;n reforzados para los usuarios.'), 'es');
  });

  it('does not take Swedish and Polish for one of the seven languages whose function words are listed at length', () => {
    for (const text of ['Filen har sparats och kan öppnas igen.', 'Plik został zapisany i nie jest otwarty.']) {
      assert.ok(!['en', 'de', 'fr', 'es', 'it', 'pt', 'nl'].includes(guessLanguage(text) ?? ''), text);
    }
  });
});
